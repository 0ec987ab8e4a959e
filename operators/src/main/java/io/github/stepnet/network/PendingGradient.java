package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import java.util.Arrays;

/**
 * The gradients of a cadence's samples, summed up until the last of them brings the step.
 *
 * <p>State: as many floats as there are parameters, and one long, the samples that they are the sum of.
 */
final class PendingGradient {

    private final Kernel kernel;
    private final int parameters;
    private final int cadence;
    private final int sumAt;
    private final int samplesAt;

    /** @param cadence samples for one step */
    PendingGradient(int cadence, int parameters, Kernel kernel, StateLayout layout) {
        this.kernel = kernel;
        this.parameters = parameters;
        this.cadence = cadence;
        sumAt = layout.reserveFloats(parameters);
        samplesAt = layout.reserveLongs(1);
    }

    /**
     * Adds a sample's gradient. With the last of a cadence, {@code gradient} becomes the sum, and nothing is pending any more.
     *
     * @param factor of the gradient
     * @return the samples that {@code gradient} is then the sum of; 0 while others are waited for
     */
    int join(NetworkState state, float[] gradient, float factor) {
        kernel.addScaled(parameters, factor, gradient, 0, state.floats, sumAt);
        if (++state.longs[samplesAt] < cadence) {
            return 0;
        }
        System.arraycopy(state.floats, sumAt, gradient, 0, parameters);
        Arrays.fill(state.floats, sumAt, sumAt + parameters, 0f);
        state.longs[samplesAt] = 0;
        return cadence;
    }
}
