package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernel;

/** The one learned factor of a ring's decayed sum, {@link ToroidalMlp}. */
final class Feedback {

    private static final float FIRST = 0.1f;

    private final Kernel kernel;
    private final int n;
    private final float[] decays;
    private final float decaySum;
    private final int at;
    private final int gradientAt;

    Feedback(int slots, float decay, int n, Kernel kernel, int parametersAt, int position) {
        this.kernel = kernel;
        this.n = n;
        at = parametersAt + position;
        gradientAt = position;
        decays = new float[slots];
        double weight = 1;
        double sum = 0;
        for (int k = 0; k < slots; k++) {
            weight *= decay;
            decays[k] = (float) weight;
            sum += weight;
        }
        decaySum = (float) sum;
    }

    int slots() {
        return decays.length;
    }

    void initialize(float[] floats) {
        floats[at] = FIRST;
    }

    float gamma(float[] floats) {
        return floats[at];
    }

    float decaySum() {
        return decaySum;
    }

    /** {@code out += factor sum_k decay^k ring[k]}. */
    void addRing(float factor, float[] ring, int ringAt, float[] out) {
        for (int k = 0; k < decays.length; k++) {
            kernel.addScaled(n, factor * decays[k], ring, ringAt + k * n, out, 0);
        }
    }

    /** {@code gradient += value} where that of the feedback lies. */
    void add(float value, float[] gradient) {
        gradient[gradientAt] += value;
    }

    double gain(float[] floats) {
        return (double) Math.abs(floats[at]) * decaySum;
    }

    /** Cuts the feedback to half of the bound; what of the bound is left for the weights. */
    double constrain(NetworkState state, double most) {
        float half = (float) Math.min(Float.MAX_VALUE, 0.5 * most / decaySum);
        state.floats[at] = Math.max(-half, Math.min(half, state.floats[at]));
        return most - gain(state.floats);
    }
}
