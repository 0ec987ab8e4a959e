package io.github.stepnet.network.progress.drift;

import io.github.stepnet.network.spec.Default;

/**
 * The Page-Hinkley test: how far the values have come above their mean, summed up.
 *
 * <p>With the mean {@code u} of the values since the last detection, the present one {@code x} counted,
 *
 * <pre>{@code g = max(0, alpha g + x - u - delta)}</pre>
 *
 * <p>and the values have risen once {@code g > lambda}. With {@code alpha = 1} this is Page's {@code m_T - min m_t}, {@code m_T = sum (x_t - u_t -
 * delta)}. Where both sides are asked for, the same is done with {@code u - x}, for a fall. Then all starts anew.
 *
 * <p>Statistic: {@code g}. Slots: 1 long, 4 doubles. Not without a thought of the unit: {@code delta} and {@code lambda} are in that of the values, and a
 * rise by {@code d} takes about {@code lambda / d} values to be seen. An error is a number out of its range.
 *
 * <p>Page, Continuous inspection schemes, Biometrika 41 (1954); Hinkley 1971; defaults and {@code alpha} as in MOA and River.
 *
 * @param least values after which the test begins, at least 1
 * @param delta the rise that is not one, at least 0
 * @param lambda the threshold, above 0
 * @param alpha how much of the sum is kept, within (0, 1]
 * @param both whether falls are looked for as well
 */
public record PageHinkley(
        @Default("30") int least,
        @Default("0.005") double delta,
        @Default("50") double lambda,
        @Default("0.9999") double alpha,
        @Default("false") boolean both)
        implements DriftDetector {

    private static final int MEAN = 1;
    private static final int ABOVE = 2;
    private static final int BELOW = 3;

    public PageHinkley {
        check(least >= 1, "least", least, "at least 1; use 30");
        check(delta >= 0 && delta < Double.POSITIVE_INFINITY, "delta", delta, "at least 0 and finite; use 0.005");
        check(lambda > 0 && lambda < Double.POSITIVE_INFINITY, "lambda", lambda, "above 0 and finite; use 50");
        check(alpha > 0 && alpha <= 1, "alpha", alpha, "above 0 and at most 1; use 0.9999");
    }

    /** The usual numbers, for rises. */
    public PageHinkley() {
        this(30, 0.005, 50, 0.9999, false);
    }

    private static void check(boolean holds, String component, Number value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException("PageHinkley." + component + " is " + value + "; it must be " + allowed);
        }
    }

    @Override
    public int longs() {
        return 1;
    }

    @Override
    public int doubles() {
        return 4;
    }

    @Override
    public int floats() {
        return 0;
    }

    @Override
    public Verdict observe(
            long[] longs, int longsAt, double[] doubles, int doublesAt, float[] floats, int floatsAt, double value) {
        long n = ++longs[longsAt];
        doubles[doublesAt + MEAN] += (value - doubles[doublesAt + MEAN]) / n;
        double apart = value - doubles[doublesAt + MEAN];
        double above = Math.max(0, alpha * doubles[doublesAt + ABOVE] + apart - delta);
        double below = Math.max(0, alpha * doubles[doublesAt + BELOW] - apart - delta);
        doubles[doublesAt + ABOVE] = above;
        doubles[doublesAt + BELOW] = below;
        boolean hasRisen = above > lambda;
        if (n < least || !(hasRisen || (both && below > lambda))) {
            return Verdict.STEADY;
        }
        reset(longs, longsAt, doubles, doublesAt, floats, floatsAt);
        doubles[doublesAt] = hasRisen ? above : below;
        return hasRisen ? Verdict.RISEN : Verdict.FALLEN;
    }
}
