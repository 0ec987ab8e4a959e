package io.github.stepnet.network.layer;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.Arrays;

/**
 * A recurrent stage alone, its parameters and their gradients by gate, in the order of the specification: {@code W[h, i]}, {@code U[h, h']}.
 *
 * <p>A gate is known by its run among the columns of the matrix or the biases.
 */
final class RecurrentRig {

    final StageRig rig;
    final Frame frame;
    private final int inputs;
    private final int units;
    private final int fed;
    private final int recurrentAt;
    private final int biasesAt;

    RecurrentRig(LayerSpec layer, int... sizes) {
        LayerCase c = LayerCase.of(layer, sizes).by(ScalarKernel.INSTANCE);
        StageNode node = (StageNode) LayerRig.plan(c).nodes().get(1);
        rig = new StageRig(node.stage(), LayerCase.Inputs.REAL, ScalarKernel.INSTANCE);
        frame = rig.frame;
        inputs = sizes[sizes.length - 1];
        units = rig.stage.output().size(rig.stage.output().rank() - 1);
        recurrentAt = rig.stage.parameters().get(1).at();
        biasesAt = rig.stage.parameters().get(2).at();
        fed = recurrentAt / inputs;
        Arrays.fill(frame.gradient, 0f);
        Arrays.fill(frame.work, 0f);
    }

    void inputWeights(int run, float[] weights) {
        for (int p = 0; p < weights.length; p++) {
            frame.parameters[frame.parametersAt + input(run, p)] = weights[p];
        }
    }

    void recurrentWeights(int run, float[] weights) {
        for (int p = 0; p < weights.length; p++) {
            frame.parameters[frame.parametersAt + recurrent(run, p)] = weights[p];
        }
    }

    void biases(int run, float[] biases) {
        System.arraycopy(biases, 0, frame.parameters, frame.parametersAt + biasesAt + run * units, units);
    }

    float[] inputWeightGradient(int run) {
        float[] gradient = new float[units * inputs];
        for (int p = 0; p < gradient.length; p++) {
            gradient[p] = frame.gradient[frame.gradientAt + input(run, p)];
        }
        return gradient;
    }

    float[] recurrentWeightGradient(int run) {
        float[] gradient = new float[units * units];
        for (int p = 0; p < gradient.length; p++) {
            gradient[p] = frame.gradient[frame.gradientAt + recurrent(run, p)];
        }
        return gradient;
    }

    float[] biasGradient(int run) {
        int at = frame.gradientAt + biasesAt + run * units;
        return Arrays.copyOfRange(frame.gradient, at, at + units);
    }

    /** The output for an input, from the memory as it lies there. */
    float[] forward(float[] x) {
        System.arraycopy(x, 0, frame.values, frame.inputAt, rig.inputs);
        rig.stage.forward(frame);
        return Arrays.copyOfRange(frame.values, frame.outputAt, frame.outputAt + rig.outputs);
    }

    /** The signal at the input of the event computed last, for this one at the output; parameter gradients are added up. */
    float[] backward(float[] signal) {
        System.arraycopy(signal, 0, frame.work, frame.outputSignalAt, rig.outputs);
        rig.stage.delta(frame, 0f);
        rig.stage.accumulate(frame, 1f);
        rig.stage.pullback(frame);
        return Arrays.copyOfRange(frame.work, frame.inputSignalAt, frame.inputSignalAt + rig.inputs);
    }

    private int input(int run, int p) {
        return Kernel.weightIndex(inputs, fed, p % inputs, run * units + p / inputs);
    }

    private int recurrent(int run, int p) {
        return recurrentAt + Kernel.weightIndex(units, fed, p % units, run * units + p / units);
    }
}
