package io.github.stepnet.network.layer;

/**
 * The capability of a {@link Stage} to guess, from its weights alone, what its input should have been for another output: target
 * propagation without derivatives.
 *
 * <p>A rule that carries targets instead of gradients serves a stage without it by the stage's derivatives.
 */
public interface TargetEstimate {

    /** In place of {@link Stage#delta}: leaves in the scratch the signal at the output as it is, without a slope. */
    void gap(Frame frame);

    /**
     * Writes (overwriting) at the input signal the mean of what stands at the output signal, weighted by the weights: {@code in[i] = sum_o
     * W[i,o] out[o] / sum_o |W[i,o]|}, and 0 where the divisor is at most 0.01.
     */
    void estimateInput(Frame frame);

    /** The least value that is a sensible target for the output. */
    float lowestTarget();

    /** The greatest value that is a sensible target for the output. */
    float highestTarget();
}
