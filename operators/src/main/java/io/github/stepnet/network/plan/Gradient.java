package io.github.stepnet.network.plan;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.FusedStep;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.Arrays;

/**
 * The parameter gradient of a plan while it is summed up, and how large it can be.
 *
 * <p>A stage with a {@link FusedStep} overwrites what a former update left and bounds its gradient without looking at it; the others'
 * share is cleared first and looked through afterwards.
 */
public final class Gradient {

    private final Kernel kernel;
    private final float[] floats;
    private final StageNode[] trained;
    private final boolean[] isWritten;
    private final double[] bound;

    /** A gradient of a plan's parameters, shared by all passes of a subtask. */
    public Gradient(Plan plan, Kernel kernel) {
        this.kernel = kernel;
        floats = new float[plan.parameterFloats()];
        trained = new StageNode[plan.nodes().size()];
        for (Node node : plan.nodes()) {
            if (node instanceof StageNode stage && stage.isTrained()) {
                trained[node.index()] = stage;
            }
        }
        isWritten = new boolean[trained.length];
        bound = new double[trained.length];
    }

    /** The values, laid out like the parameters; those of a stage that is not trained mean nothing. */
    public float[] floats() {
        return floats;
    }

    /** Starts a new sum. */
    public void clear() {
        for (int node = 0; node < trained.length; node++) {
            StageNode stage = trained[node];
            if (stage == null) {
                continue;
            }
            bound[node] = 0.0;
            isWritten[node] = !(stage.stage() instanceof FusedStep);
            if (isWritten[node]) {
                int at = stage.parametersAt();
                Arrays.fill(floats, at, at + stage.parameterFloats(), 0f);
            }
        }
    }

    /** Sets a node's share to 0. */
    public void blank(int node) {
        StageNode stage = trained[node];
        if (stage != null) {
            bound[node] = 0.0;
            Arrays.fill(floats, stage.parametersAt(), stage.parametersAt() + stage.parameterFloats(), 0f);
        }
    }

    void accumulate(StageNode node, Frame frame, float factor) {
        if (!(node.stage() instanceof FusedStep fused)) {
            node.stage().accumulate(frame, factor);
            return;
        }
        int n = node.index();
        if (isWritten[n]) {
            node.stage().accumulate(frame, factor);
        } else {
            fused.writeGradient(frame, factor);
            isWritten[n] = true;
        }
        float input = kernel.maxMagnitude(node.input().floats(), frame.values, frame.inputAt);
        float signal = kernel.maxMagnitude(node.output().floats(), frame.work, frame.outputSignalAt);
        bound[n] += Math.abs(factor) * fused.gradientGain(input) * signal;
    }

    /** An upper bound of the largest magnitude; NaN if a value may be NaN. */
    public double bound() {
        double largest = 0.0;
        for (int node = 0; node < trained.length; node++) {
            StageNode stage = trained[node];
            if (stage != null) {
                double magnitude = stage.stage() instanceof FusedStep
                        ? bound[node]
                        : kernel.maxMagnitude(stage.parameterFloats(), floats, stage.parametersAt());
                largest = Math.max(largest, magnitude);
            }
        }
        return largest;
    }
}
