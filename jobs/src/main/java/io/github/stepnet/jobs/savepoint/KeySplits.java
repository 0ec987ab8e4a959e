package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keys that are to start from a copy of another key's model, {@code old=new1,new2}. */
final class KeySplits {

    /** By the new key the one that it starts from. */
    private final Map<String, String> origins = new LinkedHashMap<>();

    KeySplits(List<String> arguments) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1 || equals == argument.length() - 1) {
                throw new CannotRun(
                        "--split-key is " + argument + "; allowed: OLD=NEW,NEW, such as hall=hall-1,hall-2");
            }
            String old = argument.substring(0, equals);
            for (String key : argument.substring(equals + 1).split(",", -1)) {
                if (key.isEmpty() || origins.putIfAbsent(key, old) != null) {
                    throw new CannotRun("--split-key is " + argument + ", which names "
                            + (key.isEmpty() ? "an empty key" : "the key " + key + " a second time")
                            + "; name each new key once");
                }
            }
        }
    }

    /** By the new key the one that it starts from. */
    Map<String, String> origins() {
        return origins;
    }

    /** An error if the savepoint has a new key already, or not the old one. */
    void check(String place, Set<String> keys) {
        origins.forEach((key, from) -> {
            if (keys.contains(key)) {
                throw new CannotRun("--split-key lets the key " + key + " begin, but " + place
                        + " has a model of it; name keys that are not there");
            }
            if (!keys.contains(from)) {
                throw new CannotRun("--split-key is of the key " + from + ", which " + place
                        + " has no network of; 'stepnet savepoint inspect' lists the keys");
            }
        });
    }
}
