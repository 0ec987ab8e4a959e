package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * Gradient descent with momentum, {@code v = momentum v + g; p -= rate v} (Polyak 1964), or with a look-ahead {@code p -= rate (g +
 * momentum v)} (Nesterov 1983, in the form of Sutskever et al. 2013). One float of state per parameter.
 *
 * <p>An error is a momentum outside [0, 1). Not with the rate of {@link Sgd}: it acts {@code 1 / (1 - momentum)} times as strongly. Not for
 * streams that change abruptly: the velocity still points to where the stream was.
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
        Run[] runs = Run.alike(parameters);
        return (kernel, updates, factor, gradient, state, parametersAt, slotsAt) -> {
            float now = factor * rate.rate(updates);
            for (Run run : runs) {
                int at = run.at();
                kernel.descendWithMomentum(
                        run.floats(),
                        now,
                        momentum,
                        nesterov,
                        gradient,
                        at,
                        state,
                        slotsAt + at,
                        state,
                        parametersAt + at);
            }
        };
    }
}
