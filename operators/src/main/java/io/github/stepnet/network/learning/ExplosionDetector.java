package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.spec.Default;

/**
 * Lowers a key's learning rate while its loss grows, and lets it come back: a factor within {@code [least, 1]}.
 *
 * <p>Losses of the key's labelled events are averaged over one window of {@code window} events after the other. At the end of a window with
 * the mean {@code m}, against the reference {@code r} of the windows before:
 *
 * <ul>
 *   <li>if {@code m > growth max(r, 1e-4)}, or {@code m} is not finite, the factor becomes {@code max(least, shrink factor)};
 *   <li>otherwise it becomes {@code min(1, recovery factor)};
 *   <li>the reference goes a fifth of the way down to a smaller {@code m}, or a twentieth of the way up to {@code min(m, growth r)}. The first
 *       window only sets it.
 * </ul>
 *
 * <p>Means of windows are alike where single losses are not, so that the spread from event to event triggers nothing; section 3.10 of the
 * stepping specification compares consecutive samples and throttles training that is sound. The least mean of many windows would be
 * a matter of luck, and would hold a key at the least rate for ever once its task has become harder; the window before alone
 * would forgive an explosion as soon as it has gone as far as it can.
 *
 * <p>A cut is told as a {@link LearningEvents.Kind#RATE_CUT}. State: one long (losses in the window) and three doubles (their sum; the reference, 0 before there is one; the factor, 0 before
 * it has changed). Zeros are a new key's.
 *
 * @param window losses that are averaged, 1 to 1,000,000
 * @param growth by which factor a mean must exceed the reference, above 1 and at most 1000
 * @param shrink what the factor is multiplied with by a window that does, within (0, 1)
 * @param least below which the factor does not go, within (0, 1]
 * @param recovery what the factor is multiplied with by a window that does not, within (1, 10]
 */
public record ExplosionDetector(
        @Default("100") int window,
        @Default("2") float growth,
        @Default("0.7") float shrink,
        @Default("0.01") float least,
        @Default("1.05") float recovery)
        implements Technique {

    /** Losses that small are not worth a lower rate, by whatever factor they grow. */
    private static final double LEAST_REFERENCE = 1e-4;

    private static final double DOWNWARDS = 0.2;
    private static final double UPWARDS = 0.05;

    private static final int MOST_EVENTS = 1_000_000;
    private static final int SUM = 0;
    private static final int REFERENCE = 1;
    private static final int FACTOR = 2;
    private static final int DOUBLES = 3;

    /** @throws IllegalArgumentException if a number is outside its range */
    public ExplosionDetector {
        check(window >= 1 && window <= MOST_EVENTS, "window", window, "within [1, 1000000]; use 100");
        check(growth > 1f && growth <= 1000f, "growth", growth, "above 1 and at most 1000; use 2");
        check(shrink > 0f && shrink < 1f, "shrink", shrink, "above 0 and below 1; use 0.7");
        check(least > 0f && least <= 1f, "least", least, "above 0 and at most 1; use 0.01");
        check(recovery > 1f && recovery <= 10f, "recovery", recovery, "above 1 and at most 10; use 1.05");
    }

    /** Windows of 100 losses that must not double; factors as in the specification. */
    public ExplosionDetector() {
        this(100, 2f, 0.7f, 0.01f, 1.05f);
    }

    private static void check(boolean holds, String component, Number value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "ExplosionDetector." + component + " is " + value + "; it must be " + allowed);
        }
    }

    @Override
    public boolean tells() {
        return true;
    }

    @Override
    public Bound bind(Ground ground) {
        return bind(ground.layout());
    }

    /** Reserves what a key remembers. */
    Bound bind(StateLayout layout) {
        return new Bound(this, layout.reserveLongs(1), layout.reserveDoubles(DOUBLES));
    }

    /** The detector at its place in a key's state; immutable, allocates nothing. */
    public static final class Bound implements Technique.Bound {

        private final ExplosionDetector detector;
        private final int longsAt;
        private final int doublesAt;

        private Bound(ExplosionDetector detector, int longsAt, int doublesAt) {
            this.detector = detector;
            this.longsAt = longsAt;
            this.doublesAt = doublesAt;
        }

        @Override
        public void scaleRates(NetworkState state, long updates, float[] rates) {
            float factor = factor(state);
            for (int node = 0; node < rates.length; node++) {
                rates[node] *= factor;
            }
        }

        @Override
        public void afterLesson(Lesson lesson, Rehearsal rehearsal) {
            float before = factor(lesson.state);
            float factor = observe(lesson.state, lesson.loss);
            if (factor < before) {
                lesson.events.add(LearningEvents.Kind.RATE_CUT, factor);
            }
        }

        /** What the key's learning rate is multiplied with. */
        float factor(NetworkState state) {
            double factor = state.doubles[doublesAt + FACTOR];
            return factor == 0.0 ? 1f : (float) factor;
        }

        /**
         * Takes the loss of one more labelled event.
         *
         * @return {@link #factor} from now on
         */
        float observe(NetworkState state, float loss) {
            state.doubles[doublesAt + SUM] += loss;
            if (++state.longs[longsAt] == detector.window) {
                endWindow(state.doubles, state.doubles[doublesAt + SUM] / detector.window);
                state.longs[longsAt] = 0;
                state.doubles[doublesAt + SUM] = 0.0;
            }
            return factor(state);
        }

        private void endWindow(double[] doubles, double mean) {
            double reference = doubles[doublesAt + REFERENCE];
            double limit = reference == 0.0 ? Double.MAX_VALUE : detector.growth * reference;
            boolean isGood = mean <= limit;
            double factor = doubles[doublesAt + FACTOR] == 0.0 ? 1.0 : doubles[doublesAt + FACTOR];
            doubles[doublesAt + FACTOR] = isGood
                    ? Math.min(1.0, detector.recovery * factor)
                    : Math.max(detector.least, detector.shrink * factor);
            if (Double.isFinite(mean)) {
                double to = reference == 0.0 ? mean : reference + toward(reference, Math.min(mean, limit));
                doubles[doublesAt + REFERENCE] = Math.max(LEAST_REFERENCE, to);
            }
        }

        private static double toward(double reference, double mean) {
            return (mean < reference ? DOWNWARDS : UPWARDS) * (mean - reference);
        }
    }
}
