package io.github.stepnet.network.migration;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Dense;
import java.util.Arrays;

/**
 * The last layer of a softmax gets more classes, behind the others, which all are next to impossible ({@code e^-16} beside the mean of the others) until they are taught.
 *
 * @param classes how many more
 */
public record AddClasses(int classes) implements Move {

    private static final double LOGIT = -16;

    @Override
    public NetworkSpec spec(NetworkSpec before) {
        Dense last = DenseLayers.lastOfClasses("AddClasses", before);
        if (classes < 1) {
            throw new IllegalArgumentException("AddClasses.classes is " + classes + "; it must be at least 1");
        }
        return DenseLayers.replaced(
                before,
                before.layers().size() - 1,
                new Dense(last.outputs() + classes, last.activation(), last.initializer()));
    }

    @Override
    public void carry(NetworkSpec before, Tensors tensors) {
        int last = before.layers().size() - 1;
        int n = DenseLayers.lastOfClasses("AddClasses", before).outputs();
        int[] source = new int[n + classes];
        for (int i = 0; i < source.length; i++) {
            source[i] = i < n ? i : DenseLayers.NOTHING;
        }
        double[] in = tensors.get(DenseLayers.weights(last));
        tensors.put(DenseLayers.weights(last), meanFor(DenseLayers.columns(in, in.length / n, n, source), in, n));
        double[] old = tensors.get(DenseLayers.biases(last));
        double[] biases = DenseLayers.columns(old, 1, n, source);
        double mean = Arrays.stream(old).average().orElse(0);
        Arrays.fill(biases, n, biases.length, mean + LOGIT);
        tensors.put(DenseLayers.biases(last), biases);
    }

    /** A new class starts as the mean of the others in its weights too, so that it stays as far below them whatever the event. */
    private double[] meanFor(double[] wider, double[] in, int n) {
        int all = n + classes;
        for (int i = 0; i < in.length / n; i++) {
            double mean = Arrays.stream(in, i * n, (i + 1) * n).average().orElse(0);
            Arrays.fill(wider, i * all + n, (i + 1) * all, mean);
        }
        return wider;
    }

    @Override
    public float[] expected(float[] answer) {
        return Arrays.copyOf(answer, answer.length + classes);
    }

    /** As of a bias and weights that are the mean of the others'. */
    @Override
    public float[] outputs(float[] before) {
        double mean = 0;
        for (float output : before) {
            mean += output / before.length;
        }
        float[] more = Arrays.copyOf(before, before.length + classes);
        Arrays.fill(more, before.length, more.length, (float) (mean + LOGIT));
        return more;
    }
}
