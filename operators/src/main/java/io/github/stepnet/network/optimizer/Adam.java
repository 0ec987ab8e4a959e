package io.github.stepnet.network.optimizer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.ParameterBlock.Role;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015), and with a weight decay above 0 AdamW (Loshchilov and Hutter 2019): the decay acts on weights
 * beside the gradient step, never on biases. Two floats of state per parameter.
 *
 * @param rate learning rate
 * @param beta1 share of the mean gradient that is kept, within [0, 1)
 * @param beta2 share of the mean squared gradient that is kept, within [0, 1)
 * @param epsilon keeps the quotient bounded
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
        Ranges.checkPositive("Adam.epsilon", epsilon);
        if (!(weightDecay >= 0f && weightDecay < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "Adam.weightDecay is " + weightDecay + "; it must be 0 or above and finite");
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
        ParameterBlock[] blocks = parameters.toArray(new ParameterBlock[0]);
        return (kernel, updates, gradient, state, parametersAt, slotsAt) -> {
            float now = rate.rate(updates);
            float correction1 = correction(beta1, updates + 1);
            float correction2 = correction(beta2, updates + 1);
            int meanAt = slotsAt;
            int squareAt = slotsAt + floats;
            if (weightDecay == 0f) {
                kernel.descendByAdam(
                        floats,
                        now,
                        beta1,
                        beta2,
                        epsilon,
                        0f,
                        correction1,
                        correction2,
                        gradient,
                        0,
                        state,
                        meanAt,
                        state,
                        squareAt,
                        state,
                        parametersAt);
                return;
            }
            for (ParameterBlock block : blocks) {
                int at = block.at();
                float decay = block.role() == Role.WEIGHT ? weightDecay : 0f;
                kernel.descendByAdam(
                        block.floats(),
                        now,
                        beta1,
                        beta2,
                        epsilon,
                        decay,
                        correction1,
                        correction2,
                        gradient,
                        at,
                        state,
                        meanAt + at,
                        state,
                        squareAt + at,
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
