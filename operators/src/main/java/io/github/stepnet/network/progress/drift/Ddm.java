package io.github.stepnet.network.progress.drift;

import io.github.stepnet.network.spec.Default;

/**
 * DDM, the drift detection method: an error rate that has left its minimum by several standard deviations.
 *
 * <p>Values are 0 for a right answer, anything else is an error. After {@code n} of them with the error rate {@code p}, {@code s = sqrt(p (1 -
 * p) / n)}. The pair {@code (p, s)} with the least {@code p + s} is remembered, once there are {@code least} values and an error among them: without one {@code
 * s} would be 0, and the first error a drift. It is a warning while {@code p + s > p_min + warning s_min}, and a drift, after which all starts anew,
 * once {@code p + s > p_min + drift s_min}.
 *
 * <p>Statistic: {@code p + s}. Slots: 2 longs, 3 doubles. Never a fall. Not for slow drifts of a key that has answered well for long: the rate is over all
 * answers since the last drift, and follows late. An error is a number out of its range.
 *
 * <p>Gama, Medas, Castillo and Rodrigues, Learning with drift detection, SBIA 2004.
 *
 * @param least values after which the test begins, at least 1
 * @param warning standard deviations of a warning, above 0
 * @param drift standard deviations of a drift, at least as many
 */
public record Ddm(
        @Default("30") int least,
        @Default("2") double warning,
        @Default("3") double drift) implements DriftDetector {

    private static final int SEEN = 0;
    private static final int ERRORS = 1;
    private static final int RATE = 1;
    private static final int SPREAD = 2;

    public Ddm {
        if (least < 1) {
            throw new IllegalArgumentException("Ddm.least is " + least + "; it must be at least 1; use 30");
        }
        if (!(warning > 0 && warning < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Ddm.warning is " + warning + "; it must be above 0 and finite; use 2 standard deviations");
        }
        if (!(drift >= warning && drift < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("Ddm.drift is " + drift
                    + "; it must be finite and at least Ddm.warning, " + warning + "; use 3 standard deviations");
        }
    }

    /** The paper's numbers: 30 values, 2 and 3 standard deviations. */
    public Ddm() {
        this(30, 2, 3);
    }

    @Override
    public int longs() {
        return 2;
    }

    @Override
    public int doubles() {
        return 3;
    }

    @Override
    public int floats() {
        return 0;
    }

    @Override
    public Verdict observe(
            long[] longs, int longsAt, double[] doubles, int doublesAt, float[] floats, int floatsAt, double value) {
        long n = ++longs[longsAt + SEEN];
        longs[longsAt + ERRORS] += value == 0 ? 0 : 1;
        if (n < least || longs[longsAt + ERRORS] == 0) {
            return Verdict.STEADY;
        }
        double rate = (double) longs[longsAt + ERRORS] / n;
        double spread = Math.sqrt(rate * (1 - rate) / n);
        double least = doubles[doublesAt + RATE] + doubles[doublesAt + SPREAD];
        if (least == 0 || rate + spread <= least) {
            doubles[doublesAt + RATE] = rate;
            doubles[doublesAt + SPREAD] = spread;
        }
        if (rate + spread > doubles[doublesAt + RATE] + drift * doubles[doublesAt + SPREAD]) {
            reset(longs, longsAt, doubles, doublesAt, floats, floatsAt);
            doubles[doublesAt] = rate + spread;
            return Verdict.RISEN;
        }
        return rate + spread > doubles[doublesAt + RATE] + warning * doubles[doublesAt + SPREAD]
                ? Verdict.WARNING
                : Verdict.STEADY;
    }
}
