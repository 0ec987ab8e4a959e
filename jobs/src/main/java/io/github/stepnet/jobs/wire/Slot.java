package io.github.stepnet.jobs.wire;

/**
 * Takes one part of an event from whichever field it stands in. A format calls the verb for the kind of value that it finds; a slot
 * refuses the kinds that make no sense for it.
 */
abstract class Slot {

    private final String path;

    Slot(String path) {
        this.path = path;
    }

    /** Where its field stands. */
    final String path() {
        return path;
    }

    /** Forgets the last record. */
    abstract void clear();

    /** What it takes, for messages. */
    abstract String takes();

    void integer(long value) throws Refused {
        throw unfit("the whole number " + value);
    }

    void number(double value) throws Refused {
        throw unfit("the number " + value);
    }

    void text(String value) throws Refused {
        throw unfit("the text \"" + Excerpt.of(value) + "\"");
    }

    void flag(boolean value) throws Refused {
        throw unfit(Boolean.toString(value));
    }

    /** An explicit null; a field that is missing makes no call at all. */
    void none() throws Refused {
        clear();
    }

    /** Elements follow, as calls of the other verbs. */
    void startArray() throws Refused {
        throw unfit("an array");
    }

    /** The array is complete. */
    void endArray() {}

    /** For values that no slot takes. */
    final Refused unfit(String found) {
        return Refused.undecodable("field " + path + " is " + found + "; it must be " + takes());
    }
}
