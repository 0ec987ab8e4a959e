package io.github.stepnet.network.equilibrium;

import java.math.BigDecimal;

/** Checks of what a model's record is given. */
final class Sizes {

    private static final int MOST = 10_000;

    private Sizes() {}

    static void check(String what, int size) {
        if (size < 1 || size > MOST) {
            throw new IllegalArgumentException(what + " is " + size + "; it must be within [1, " + MOST + "]");
        }
    }

    static void check(String what, float value, float least, float most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    what + " is " + text(value) + "; it must be within [" + text(least) + ", " + text(most) + "]");
        }
    }

    /** As a person writes it: neither {@code 1.0E-4} nor the digits of the nearest double. */
    private static String text(float value) {
        return Float.isFinite(value)
                ? new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString()
                : Float.toString(value);
    }
}
