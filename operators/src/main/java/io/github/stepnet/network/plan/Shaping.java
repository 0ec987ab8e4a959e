package io.github.stepnet.network.plan;

import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.Stage;
import io.github.stepnet.network.plan.Node.StageNode;

/**
 * How a rule wants a signal shaped on its way back through one stage.
 *
 * <p>With {@code g} the signal at the stage's output and {@code s} its activation's slope, the signal before the activation is {@code
 * delta = clamp(scale (s + epsilon) g, bound)}, and the signal at the input is {@code clamp(inputScale J delta, inputBound)},
 * where {@code J} is the transposed Jacobian of what lies before the activation. Bounds clamp each value. A parameter
 * gradient is taken with {@code (s + epsilon) g}, and a recurrent stage's own memory with {@code g}: scale and bounds shape what
 * goes to other stages only. A stage without an activation of its own ({@link Stage#deltas} is 0) has
 * the signal at its input multiplied by {@code scale} too.
 *
 * @param epsilon added to the slopes of curved activations, 0 for the exact derivative
 * @param scale factor of the signal before the activation
 * @param bound largest magnitude of the signal before the activation
 * @param inputScale factor of the signal at the input
 * @param inputBound largest magnitude of the signal at the input
 */
public record Shaping(float epsilon, float scale, float bound, float inputScale, float inputBound) {

    /** The exact gradient: nothing added, scaled or bounded. */
    public static final Shaping EXACT = new Shaping(0f, 1f, Float.POSITIVE_INFINITY, 1f, Float.POSITIVE_INFINITY);

    /** Moves the signal through a stage whose {@link Stage#delta} is done. */
    void pullback(StageNode node, Frame frame) {
        Stage stage = node.stage();
        int deltas = stage.deltas();
        float after = inputScale;
        if (deltas == 0) {
            after *= scale;
        } else {
            if (scale != 1f) {
                frame.kernel.scale(deltas, scale, frame.work, frame.scratchAt);
            }
            if (isBound(bound)) {
                frame.kernel.clamp(deltas, bound, frame.work, frame.scratchAt);
            }
        }
        stage.pullback(frame);
        int n = node.input().floats();
        if (after != 1f) {
            frame.kernel.scale(n, after, frame.work, frame.inputSignalAt);
        }
        if (isBound(inputBound)) {
            frame.kernel.clamp(n, inputBound, frame.work, frame.inputSignalAt);
        }
    }

    private static boolean isBound(float bound) {
        return bound != Float.POSITIVE_INFINITY;
    }
}
