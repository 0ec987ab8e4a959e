package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * Adam, and with a weight decay above 0 AdamW: each parameter's step is its mean gradient over the root of its mean square.
 *
 * <p>{@code m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; p = (1 - rate decay) p - rate m' / (sqrt(v') + epsilon)}, where {@code m' = m /
 * (1 - beta1^t)} and {@code v' = v / (1 - beta2^t)} in update {@code t}. The decay acts on weights only, never on biases or gains. Two floats of
 * state per parameter.
 *
 * <p>An error is a beta outside [0, 1), an epsilon below 1e-8, a decay below 0, or one that the first rate multiplies to 1 or more: that would
 * not shrink a weight but turn it over. Not where state is dear: it triples what a key keeps, {@link Sgd} adds nothing. The sources are Kingma and
 * Ba, ICLR 2015, and Loshchilov and Hutter, ICLR 2019.
 *
 * @param rate learning rate; about the distance that a parameter moves per update
 * @param beta1 share of the mean gradient that is kept, within [0, 1)
 * @param beta2 share of the mean squared gradient that is kept, within [0, 1)
 * @param epsilon keeps the quotient bounded, at least 1e-8
 * @param weightDecay share of a weight, times the rate, that an update removes
 */
public record Adam(
        Schedule rate,
        @Default("0.9") float beta1,
        @Default("0.999") float beta2,
        @Default("1e-8") float epsilon,
        @Default("0") float weightDecay)
        implements Optimizer {

    public Adam {
        Ranges.checkShare("Adam.beta1", beta1);
        Ranges.checkShare("Adam.beta2", beta2);
        Ranges.checkEpsilon("Adam.epsilon", epsilon);
        if (!(weightDecay >= 0f && weightDecay < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Adam.weightDecay is " + weightDecay + "; it must be 0 or above and finite");
        }
        float first = rate.rate(0);
        if (!(first * weightDecay < 1f)) {
            throw new IllegalArgumentException("Adam.weightDecay is " + weightDecay + " at a first rate of " + first
                    + "; their product must be below 1, use a smaller one of them");
        }
    }

    /** A constant rate and the usual betas, no weight decay. */
    public static Adam rate(float rate) {
        return new Adam(new Schedule.Constant(rate), 0.9f, 0.999f, 1e-8f, 0f);
    }

    /** The same with this weight decay: AdamW. */
    public Adam decayingWeights(float decay) {
        return new Adam(rate, beta1, beta2, epsilon, decay);
    }

    @Override
    public Adam withRate(Schedule other) {
        return new Adam(other, beta1, beta2, epsilon, weightDecay);
    }

    @Override
    public int floatsPerParameter() {
        return 2;
    }

    @Override
    public Step bind(List<ParameterBlock> parameters, int floats) {
        Run[] runs = weightDecay == 0f ? Run.alike(parameters) : Run.weightsApart(parameters);
        return (kernel, updates, factor, gradient, state, parametersAt, slotsAt) -> {
            float now = factor * rate.rate(updates);
            float correction1 = correction(beta1, updates + 1);
            float correction2 = correction(beta2, updates + 1);
            for (Run run : runs) {
                int at = run.at();
                kernel.descendByAdam(
                        run.floats(),
                        now,
                        beta1,
                        beta2,
                        epsilon,
                        run.isWeight() ? weightDecay : 0f,
                        correction1,
                        correction2,
                        gradient,
                        at,
                        state,
                        slotsAt + at,
                        state,
                        slotsAt + floats + at,
                        state,
                        parametersAt + at);
            }
        };
    }

    /** {@code 1 - beta^t}, which is 1 to the last float bit once {@code beta^t} is below 2^-25. */
    private static float correction(float beta, long t) {
        return t > 20_000 && beta < 0.9991f ? 1f : (float) (1.0 - StrictMath.pow(beta, (double) t));
    }
}
