package io.github.stepnet.network.optimizer;

/** The ranges that optimisers' numbers must lie in. */
final class Ranges {

    /** With this, even a mean gradient of 2^50 over a mean square of nothing moves a parameter by less than 1e24 at a rate of 1. */
    private static final float LEAST_EPSILON = 1e-8f;

    private Ranges() {}

    static void checkShare(String what, float share) {
        if (!(share >= 0f && share < 1f)) {
            throw new IllegalArgumentException(what + " is " + share + "; it must be within [0, 1)");
        }
    }

    static void checkEpsilon(String what, float epsilon) {
        if (!(epsilon >= LEAST_EPSILON && epsilon < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    what + " is " + epsilon + "; it must be at least " + LEAST_EPSILON + " and finite");
        }
    }

    static void checkPositive(String what, float value) {
        if (!(value > 0f && value < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be above 0 and finite");
        }
    }
}
