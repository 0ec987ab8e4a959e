package io.github.stepnet.jobs.wire;

import io.github.stepnet.schemas.DeadLetterReason;

/** Takes a key or an id: a text, or a whole number in decimal. */
final class TextSlot extends Slot {

    /** In characters. Keys and ids lie in state and in every prediction. */
    static final int LONGEST = 4_096;

    private final String what;
    private String value;

    TextSlot(String path, String what) {
        super(path);
        this.what = what;
    }

    /** The text, or null. */
    String value() {
        return value;
    }

    @Override
    void clear() {
        value = null;
    }

    @Override
    String takes() {
        return "a text or a whole number: it is the " + what;
    }

    @Override
    void integer(long number) {
        value = Long.toString(number);
    }

    @Override
    void text(String text) throws Refused {
        value = checked(text, what);
    }

    static String checked(String text, String what) throws Refused {
        if (text.length() > LONGEST) {
            throw new Refused(
                    DeadLetterReason.TOO_LARGE,
                    "the " + what + " has " + text.length() + " characters; at most " + LONGEST + " are allowed");
        }
        return text;
    }
}
