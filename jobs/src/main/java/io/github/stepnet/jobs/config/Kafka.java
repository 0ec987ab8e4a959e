package io.github.stepnet.jobs.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What Kafka demands of names and addresses. */
final class Kafka {

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern BOOTSTRAP = Pattern.compile("[^\\s,]+:[0-9]{1,5}( *, *[^\\s,]+:[0-9]{1,5})*");

    private Kafka() {}

    static void checkTopic(String what, String topic) {
        if (!TOPIC.matcher(topic).matches() || topic.equals(".") || topic.equals("..")) {
            throw new IllegalArgumentException(
                    what + " is \"" + topic + "\"; a topic has 1 to 249 letters, digits, dots, underscores or hyphens");
        }
    }

    static void checkBootstrap(String what, String bootstrap) {
        if (!BOOTSTRAP.matcher(bootstrap).matches()) {
            throw new IllegalArgumentException(
                    what + " is \"" + bootstrap + "\"; it must be host:port, or several with commas");
        }
    }

    /** Some properties belong to keys of the job file, or to the job itself. */
    static void checkProperties(String what, Map<String, String> properties, Set<String> own) {
        Set<String> taken = new TreeSet<>(properties.keySet());
        taken.retainAll(own);
        if (!taken.isEmpty()) {
            throw new IllegalArgumentException(what + " has " + String.join(", ", taken)
                    + "; the job sets that itself, from the keys of this section where it has one");
        }
    }
}
