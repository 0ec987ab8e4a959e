package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * The tween's own step: a bounded delta, averaged over time for weights and taken at once for biases and gains.
 *
 * <p>For weights {@code v = keep v + (1 - keep) clamp(rate g, bound); p -= v}, for all others {@code p -= clamp(others rate g, bound)}. The gain of
 * the average is one, so a lasting gradient moves a parameter by {@code rate} times itself per update. One float of state per parameter, which
 * only weights use.
 *
 * <p>An error is a keep outside [0, 1), or a bound that is not above 0 and finite. Not where gradients differ much in size: like {@link
 * Sgd} it has one rate for all. The source is section 3.7 of the stepping specification.
 *
 * @param rate learning rate
 * @param keep share of the average that is kept, within [0, 1)
 * @param bound largest magnitude of a single delta
 * @param others factor of the rate for biases and gains
 */
public record TweenMomentum(
        Schedule rate,
        @Default("0.9") float keep,
        @Default("1") float bound,
        @Default("1") float others) implements Optimizer {

    public TweenMomentum {
        Ranges.checkShare("TweenMomentum.keep", keep);
        Ranges.checkPositive("TweenMomentum.bound", bound);
        Ranges.checkPositive("TweenMomentum.others", others);
    }

    /** A constant rate, with the specification's 0.9 and 1. */
    public static TweenMomentum rate(float rate) {
        return new TweenMomentum(new Schedule.Constant(rate), 0.9f, 1f, 1f);
    }

    @Override
    public TweenMomentum withRate(Schedule other) {
        return new TweenMomentum(other, keep, bound, others);
    }

    @Override
    public int floatsPerParameter() {
        return 1;
    }

    @Override
    public Step bind(List<ParameterBlock> parameters, int floats) {
        Run[] runs = Run.weightsApart(parameters);
        return (kernel, updates, factor, gradient, state, parametersAt, slotsAt) -> {
            float now = factor * rate.rate(updates);
            for (Run run : runs) {
                int n = run.floats();
                int at = run.at();
                int p = parametersAt + at;
                if (run.isWeight()) {
                    kernel.descendWithAveragedDelta(n, now, keep, bound, gradient, at, state, slotsAt + at, state, p);
                } else {
                    kernel.descendWithBoundedDelta(n, others * now, bound, gradient, at, state, p);
                }
            }
        };
    }
}
