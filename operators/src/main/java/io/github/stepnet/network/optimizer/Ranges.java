package io.github.stepnet.network.optimizer;

/** The ranges that optimisers' numbers must lie in. */
final class Ranges {

    private Ranges() {}

    static void checkShare(String what, float share) {
        if (!(share >= 0f && share < 1f)) {
            throw new IllegalArgumentException(what + " is " + share + "; it must be within [0, 1)");
        }
    }

    static void checkPositive(String what, float value) {
        if (!(value > 0f && value < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be above 0 and finite");
        }
    }
}
