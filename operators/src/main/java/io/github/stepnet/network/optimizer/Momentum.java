package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * Gradient descent with momentum, {@code v = momentum v + g; p -= rate v} (Polyak 1964), or with Nesterov's look-ahead {@code p -=
 * rate (g + momentum v)}. One float of state per parameter.
 *
 * @param rate learning rate; a lasting gradient moves a parameter by {@code rate / (1 - momentum)} per update
 * @param momentum share of the velocity that is kept, within [0, 1)
 * @param nesterov whether to look ahead
 */
public record Momentum(
        Schedule rate,
        @Default("0.9") float momentum,
        @Default("false") boolean nesterov) implements Optimizer {

    public Momentum {
        Ranges.checkShare("Momentum.momentum", momentum);
    }

    /** A constant rate, momentum 0.9. */
    public static Momentum rate(float rate) {
        return new Momentum(new Schedule.Constant(rate), 0.9f, false);
    }

    @Override
    public Momentum withRate(Schedule other) {
        return new Momentum(other, momentum, nesterov);
    }

    @Override
    public int floatsPerParameter() {
        return 1;
    }

    @Override
    public Step bind(List<ParameterBlock> parameters, int floats) {
        return (kernel, updates, gradient, state, parametersAt, slotsAt) -> kernel.descendWithMomentum(
                floats, rate.rate(updates), momentum, nesterov, gradient, 0, state, slotsAt, state, parametersAt);
    }
}
