package io.github.stepnet.network.equilibrium;

/** Checks of what a model's record is given. */
final class Sizes {

    private static final int MOST = 10_000;

    private Sizes() {}

    static void check(String what, int size) {
        if (size < 1 || size > MOST) {
            throw new IllegalArgumentException(what + " is " + size + "; it must be within [1, " + MOST + "]");
        }
    }

    static void check(String what, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    what + " is " + value + "; it must be within [" + least + ", " + most + "]");
        }
    }
}
