package io.github.stepnet.jobs.evaluate;

/** What holds for several options. */
final class Checks {

    private Checks() {}

    /** An error unless the option was not given, or is at least 1. */
    static void positive(String option, Number value) {
        if (value != null && value.longValue() < 1) {
            throw new IllegalArgumentException(option + " is " + value + "; it must be at least 1");
        }
    }
}
