package io.github.stepnet.network.migration;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Dense;

/**
 * The last layer of a softmax loses a class; the classes behind it move up, and its probability is shared by the others in proportion.
 *
 * @param label which
 */
public record RemoveClass(int label) implements Move {

    /** Below it, what the others share is mostly rounding. */
    private static final float MOSTLY = 0.5f;

    @Override
    public NetworkSpec spec(NetworkSpec before) {
        Dense last = DenseLayers.lastOfClasses("RemoveClass", before);
        if (label < 0 || label >= last.outputs()) {
            throw new IllegalArgumentException("RemoveClass.label is " + label + "; it must be within 0 and "
                    + (last.outputs() - 1) + ", the last class");
        }
        if (last.outputs() < 3) {
            throw new IllegalArgumentException(
                    "RemoveClass would leave one class, which nothing can be told from; keep both");
        }
        return DenseLayers.replaced(
                before,
                before.layers().size() - 1,
                new Dense(last.outputs() - 1, last.activation(), last.initializer()));
    }

    @Override
    public void carry(NetworkSpec before, Tensors tensors) {
        int last = before.layers().size() - 1;
        int n = DenseLayers.lastOfClasses("RemoveClass", before).outputs();
        int[] source = new int[n - 1];
        for (int i = 0; i < source.length; i++) {
            source[i] = i < label ? i : i + 1;
        }
        double[] in = tensors.get(DenseLayers.weights(last));
        tensors.put(DenseLayers.weights(last), DenseLayers.columns(in, in.length / n, n, source));
        tensors.put(DenseLayers.biases(last), DenseLayers.columns(tensors.get(DenseLayers.biases(last)), 1, n, source));
    }

    @Override
    public float[] expected(float[] answer) {
        float[] others = new float[answer.length - 1];
        float left = 1f - answer[label];
        if (left < MOSTLY) {
            return null;
        }
        for (int i = 0; i < others.length; i++) {
            others[i] = answer[i < label ? i : i + 1] / left;
        }
        return others;
    }

    @Override
    public boolean keepsLabels() {
        return false;
    }
}
