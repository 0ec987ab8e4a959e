package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * RMSProp, {@code s = decay s + (1 - decay) g^2; p -= rate g / (sqrt(s) + epsilon)} (Tieleman and Hinton 2012). One float of
 * state per parameter.
 *
 * @param rate learning rate
 * @param decay share of the mean square that is kept, within [0, 1)
 * @param epsilon keeps the quotient bounded
 */
public record RmsProp(
        Schedule rate,
        @Default("0.99") float decay,
        @Default("1e-8") float epsilon) implements Optimizer {

    public RmsProp {
        Ranges.checkShare("RmsProp.decay", decay);
        Ranges.checkPositive("RmsProp.epsilon", epsilon);
    }

    /** A constant rate, decay 0.99. */
    public static RmsProp rate(float rate) {
        return new RmsProp(new Schedule.Constant(rate), 0.99f, 1e-8f);
    }

    @Override
    public RmsProp withRate(Schedule other) {
        return new RmsProp(other, decay, epsilon);
    }

    @Override
    public int floatsPerParameter() {
        return 1;
    }

    @Override
    public Step bind(List<ParameterBlock> parameters, int floats) {
        return (kernel, updates, gradient, state, parametersAt, slotsAt) -> kernel.descendByRms(
                floats, rate.rate(updates), decay, epsilon, gradient, 0, state, slotsAt, state, parametersAt);
    }
}
