package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * RMSProp, {@code s = decay s + (1 - decay) g^2; p -= rate g / (sqrt(s) + epsilon)} (Tieleman and Hinton 2012, lecture 6.5). One float of
 * state per parameter.
 *
 * <p>An error is a decay outside [0, 1), or an epsilon below 1e-8. Not with a high rate from the first event on: {@code s} starts at 0 and is not
 * corrected, so the first step of a parameter is {@code rate / sqrt(1 - decay)} whatever its gradient; {@link Adam} corrects that.
 *
 * @param rate learning rate
 * @param decay share of the mean square that is kept, within [0, 1)
 * @param epsilon keeps the quotient bounded, at least 1e-8
 */
public record RmsProp(
        Schedule rate,
        @Default("0.99") float decay,
        @Default("1e-8") float epsilon) implements Optimizer {

    public RmsProp {
        Ranges.checkShare("RmsProp.decay", decay);
        Ranges.checkEpsilon("RmsProp.epsilon", epsilon);
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
        Run[] runs = Run.alike(parameters);
        return (kernel, updates, factor, gradient, state, parametersAt, slotsAt) -> {
            float now = factor * rate.rate(updates);
            for (Run run : runs) {
                int at = run.at();
                kernel.descendByRms(
                        run.floats(), now, decay, epsilon, gradient, at, state, slotsAt + at, state, parametersAt + at);
            }
        };
    }
}
