package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.spec.Beside;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.Shorthand;
import java.io.Serializable;

/**
 * The learning rate as a function of the number of updates that a key has made, never of a clock. No state.
 *
 * <p>A rate that is not above 0 and finite is an error, and so is a period below one update. Every schedule is highest at update 0. Not for streams
 * that go on changing: all but {@link Constant} and {@link CosineRestarts} learn ever less from what is new.
 */
public sealed interface Schedule extends Serializable {

    /** The rate of the update that follows {@code updates} earlier ones. */
    float rate(long updates);

    /** The same schedule, decaying as one over the square root of the updates from now on. */
    default Schedule decayingOver(long over) {
        throw new IllegalArgumentException("only a constant rate can be made to decay, this one is " + this);
    }

    /** A positive finite rate, for the constructors of schedules. */
    private static void check(String what, float rate) {
        if (!(rate > 0f && rate < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " is " + rate + "; it must be above 0 and finite");
        }
    }

    private static void check(String what, long updates) {
        if (updates < 1) {
            throw new IllegalArgumentException(what + " is " + updates + "; it must be at least 1 update");
        }
    }

    /**
     * Always the same rate. The error that is left does not fall below what the rate makes of the stream's noise.
     *
     * @param rate the rate
     */
    @Shorthand
    record Constant(float rate) implements Schedule {

        public Constant {
            check("Constant.rate", rate);
        }

        @Override
        public float rate(long updates) {
            return rate;
        }

        @Override
        public Schedule decayingOver(long over) {
            return new InverseSquareRoot(rate, over);
        }
    }

    /**
     * {@code rate / sqrt(1 + t / over)} after {@code t} updates (the decay of Zinkevich 2003, begun after {@code over} updates).
     *
     * @param rate the first rate
     * @param over updates after which the rate has fallen to 71 %
     */
    record InverseSquareRoot(
            float rate, @Beside("decay-over") long over) implements Schedule {

        public InverseSquareRoot {
            check("InverseSquareRoot.rate", rate);
            check("InverseSquareRoot.over", over);
        }

        @Override
        public float rate(long updates) {
            return (float) (rate / Math.sqrt(1.0 + (double) updates / over));
        }
    }

    /**
     * {@code rate * factor^floor(t / every)} after {@code t} updates. With a factor below 1 it reaches 0 in the end, as a float does.
     *
     * @param rate the first rate
     * @param every updates between two steps
     * @param factor what a step multiplies the rate by, within (0, 1]
     */
    record Step(float rate, long every, @Default("0.5") float factor) implements Schedule {

        public Step {
            check("Step.rate", rate);
            check("Step.every", every);
            if (!(factor > 0f && factor <= 1f)) {
                throw new IllegalArgumentException("Step.factor is " + factor + "; it must be within (0, 1]");
            }
        }

        @Override
        public float rate(long updates) {
            long steps = updates / every;
            return (float) (rate * StrictMath.pow(factor, (double) steps));
        }
    }

    /**
     * Cosine annealing with warm restarts (Loshchilov and Hutter 2017): from {@code rate} down to {@code least} along half a
     * cosine, again and again.
     *
     * @param rate the rate after a restart
     * @param period updates from one restart to the next
     * @param least the rate before a restart
     */
    record CosineRestarts(
            float rate, long period, @Default("0") float least) implements Schedule {

        public CosineRestarts {
            check("CosineRestarts.rate", rate);
            check("CosineRestarts.period", period);
            if (!(least >= 0f && least <= rate)) {
                throw new IllegalArgumentException(
                        "CosineRestarts.least is " + least + "; it must be within [0, rate], here [0, " + rate + "]");
            }
        }

        @Override
        public float rate(long updates) {
            double phase = Math.PI * (updates % period) / period;
            return (float) (least + 0.5 * (rate - least) * (1.0 + StrictMath.cos(phase)));
        }
    }
}
