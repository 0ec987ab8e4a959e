package io.github.stepnet.network.loss;

/** A loss whose gradient has a meaning for complex outputs: one formula without magnitudes, cuts or signs. */
public interface HolomorphicLoss {

    /** Writes the gradient of the loss at the raw outputs {@code re + i im}, {@code n} floats each. */
    void gradient(int n, float[] re, float[] im, float[] truth, float[] dRe, float[] dIm);
}
