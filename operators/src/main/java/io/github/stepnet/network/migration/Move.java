package io.github.stepnet.network.migration;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Initializer;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.loss.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One change of a network's architecture, and what becomes of its weights. Layers are counted from 0; {@code W} is {@code inputs x outputs}.
 *
 * <p>An error is a layer that the move is not for.
 */
public sealed interface Move {

    /** What the network is afterwards. */
    NetworkSpec spec(NetworkSpec before);

    /** Changes a key's tensors likewise. */
    void carry(NetworkSpec before, Tensors tensors);

    /** The answer that the new network has to give where the old one gave this one; null where nothing is promised. */
    default float[] expected(float[] answer) {
        return answer;
    }

    /** The features that the new network gets where the old one got these. */
    default float[] features(float[] before) {
        return before;
    }

    /**
     * A dense layer gets more units, and answers what it did (Net2Wider; Chen, Goodfellow and Shlens, 2016).
     *
     * <p>Each new unit copies the weights of one that is drawn, and the two share what the next layer has made of it, by a share drawn within [0.3, 0.7]: not evenly, or both would be taught
     * the same for ever.
     *
     * @param layer which
     * @param outputs how many units it has then
     * @param seed of what is drawn, the same for all keys
     */
    record Widen(int layer, int outputs, long seed) implements Move {

        private static final double LEAST_SHARE = 0.3;

        @Override
        public NetworkSpec spec(NetworkSpec before) {
            Dense dense = dense("Widen", before, layer);
            dense("Widen", before, layer + 1);
            if (outputs <= dense.outputs()) {
                throw new IllegalArgumentException("Widen.outputs is " + outputs + "; it must be above "
                        + dense.outputs() + ", the outputs of layers[" + layer + "]");
            }
            return replaced(before, layer, new Dense(outputs, dense.activation(), dense.initializer()));
        }

        @Override
        public void carry(NetworkSpec before, Tensors tensors) {
            int n = dense("Widen", before, layer).outputs();
            int next = dense("Widen", before, layer + 1).outputs();
            SplitMix64 random = new SplitMix64(seed);
            int[] source = new int[outputs];
            double[] in = tensors.get(weights(layer));
            int inputs = in.length / n;
            double[] out = Arrays.copyOf(tensors.get(weights(layer + 1)), outputs * next);
            for (int unit = 0; unit < outputs; unit++) {
                source[unit] = unit < n ? unit : (int) (random.nextDouble() * n);
                if (unit >= n) {
                    double share = LEAST_SHARE + (1 - 2 * LEAST_SHARE) * random.nextDouble();
                    for (int o = 0; o < next; o++) {
                        double whole = out[source[unit] * next + o];
                        out[unit * next + o] = share * whole;
                        out[source[unit] * next + o] = whole - share * whole;
                    }
                }
            }
            tensors.put(weights(layer), columns(in, inputs, n, source));
            tensors.put(biases(layer), columns(tensors.get(biases(layer)), 1, n, source));
            tensors.put(weights(layer + 1), out);
        }
    }

    /**
     * A dense layer as wide as the one before it is put in behind that, and changes nothing (Net2Deeper): the identity, with the activation relu behind a relu, without one elsewhere.
     *
     * @param after behind which layer
     */
    record Deepen(int after) implements Move {

        @Override
        public NetworkSpec spec(NetworkSpec before) {
            Dense dense = dense("Deepen", before, after);
            dense("Deepen", before, after + 1);
            Activation activation = dense.activation() == Activation.RELU ? Activation.RELU : Activation.IDENTITY;
            List<LayerSpec> layers = new ArrayList<>(before.layers());
            layers.add(after + 1, new Dense(dense.outputs(), activation, Initializer.HE));
            return with(before, before.inputs(), layers);
        }

        @Override
        public void carry(NetworkSpec before, Tensors tensors) {
            int n = dense("Deepen", before, after).outputs();
            tensors.rename(name -> shifted(name, after + 1));
            double[] identity = new double[n * n];
            for (int i = 0; i < n; i++) {
                identity[i * n + i] = 1;
            }
            tensors.put(weights(after + 1), identity);
            tensors.put(biases(after + 1), new double[n]);
        }

        private static String shifted(String name, int from) {
            int layer = layer(name);
            return layer < from ? name : "layers[" + (layer + 1) + name.substring(name.indexOf(']'));
        }
    }

    /**
     * The last layer of a softmax gets more classes, behind the others, which all are next to impossible ({@code e^-14} beside the mean of the others) until they are taught.
     *
     * @param classes how many more
     */
    record AddClasses(int classes) implements Move {

        private static final double LOGIT = -14;

        @Override
        public NetworkSpec spec(NetworkSpec before) {
            Dense last = lastOfClasses("AddClasses", before);
            if (classes < 1) {
                throw new IllegalArgumentException("AddClasses.classes is " + classes + "; it must be at least 1");
            }
            return replaced(
                    before,
                    before.layers().size() - 1,
                    new Dense(last.outputs() + classes, last.activation(), last.initializer()));
        }

        @Override
        public void carry(NetworkSpec before, Tensors tensors) {
            int last = before.layers().size() - 1;
            int n = lastOfClasses("AddClasses", before).outputs();
            int[] source = new int[n + classes];
            for (int i = 0; i < source.length; i++) {
                source[i] = i < n ? i : NOTHING;
            }
            double[] in = tensors.get(weights(last));
            tensors.put(weights(last), meanFor(columns(in, in.length / n, n, source), in, n));
            double[] old = tensors.get(biases(last));
            double[] biases = columns(old, 1, n, source);
            double mean = Arrays.stream(old).average().orElse(0);
            Arrays.fill(biases, n, biases.length, mean + LOGIT);
            tensors.put(biases(last), biases);
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
    }

    /**
     * The last layer of a softmax loses a class; the classes behind it move up, and its probability is shared by the others in proportion.
     *
     * @param label which
     */
    record RemoveClass(int label) implements Move {

        /** Below it, what the others share is mostly rounding. */
        private static final float MOSTLY = 0.5f;

        @Override
        public NetworkSpec spec(NetworkSpec before) {
            Dense last = lastOfClasses("RemoveClass", before);
            if (label < 0 || label >= last.outputs()) {
                throw new IllegalArgumentException("RemoveClass.label is " + label + "; it must be within 0 and "
                        + (last.outputs() - 1) + ", the last class");
            }
            if (last.outputs() < 3) {
                throw new IllegalArgumentException(
                        "RemoveClass would leave one class, which nothing can be told from; keep both");
            }
            return replaced(
                    before,
                    before.layers().size() - 1,
                    new Dense(last.outputs() - 1, last.activation(), last.initializer()));
        }

        @Override
        public void carry(NetworkSpec before, Tensors tensors) {
            int last = before.layers().size() - 1;
            int n = lastOfClasses("RemoveClass", before).outputs();
            int[] source = new int[n - 1];
            for (int i = 0; i < source.length; i++) {
                source[i] = i < label ? i : i + 1;
            }
            double[] in = tensors.get(weights(last));
            tensors.put(weights(last), columns(in, in.length / n, n, source));
            tensors.put(biases(last), columns(tensors.get(biases(last)), 1, n, source));
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
    }

    /**
     * An event has more features, behind the others, which change nothing until they are taught.
     *
     * <p>Running statistics start for them as if all events so far had had this mean and deviation: of a key with many events they move slowly, so say what the features are like.
     *
     * @param features how many more
     * @param mean of each
     * @param deviation standard deviation of each
     */
    record AddInputs(int features, double mean, double deviation) implements Move {

        @Override
        public NetworkSpec spec(NetworkSpec before) {
            dense("AddInputs", before, 0);
            if (features < 1) {
                throw new IllegalArgumentException("AddInputs.features is " + features + "; it must be at least 1");
            }
            if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
                throw new IllegalArgumentException("AddInputs.mean is " + mean + " and deviation " + deviation
                        + "; both must be finite, and the deviation above 0");
            }
            if (before.linearSkip() || !before.temporal().isOff()) {
                throw new IllegalArgumentException(
                        "AddInputs is for networks whose first layer sees the features alone, without a linear skip and temporal inputs");
            }
            return with(before, before.inputs() + features, before.layers());
        }

        @Override
        public void carry(NetworkSpec before, Tensors tensors) {
            int n = before.inputs();
            double[] in = tensors.get(weights(0));
            tensors.put(weights(0), Arrays.copyOf(in, in.length / n * (n + features)));
            if (!tensors.has("features.count")) {
                return;
            }
            double count = tensors.get("features.count")[0];
            double[] means = Arrays.copyOf(tensors.get("features.mean"), n + features);
            double[] deviations = Arrays.copyOf(tensors.get("features.deviations"), n + features);
            Arrays.fill(means, n, n + features, mean);
            Arrays.fill(deviations, n, n + features, deviation * deviation * count);
            tensors.put("features.mean", means);
            tensors.put("features.deviations", deviations);
        }

        @Override
        public float[] features(float[] before) {
            return Arrays.copyOf(before, before.length + features);
        }
    }

    /** No source: zeros. */
    int NOTHING = -1;

    private static String weights(int layer) {
        return "layers[" + layer + "].weights";
    }

    private static String biases(int layer) {
        return "layers[" + layer + "].biases";
    }

    /** The layer that a tensor belongs to; -1 if it is none of the layers'. */
    private static int layer(String tensor) {
        return tensor.startsWith("layers[")
                ? Integer.parseInt(tensor.substring("layers[".length(), tensor.indexOf(']')))
                : -1;
    }

    private static Dense dense(String move, NetworkSpec spec, int layer) {
        if (layer < 0 || layer >= spec.layers().size()) {
            throw new IllegalArgumentException(move + " needs layers[" + layer + "], but the network has "
                    + spec.layers().size() + " layers, from 0");
        }
        if (spec.layers().get(layer) instanceof Dense dense) {
            return dense;
        }
        throw new IllegalArgumentException(move + " needs layers[" + layer + "] to be dense, and it is "
                + spec.layers().get(layer).getClass().getSimpleName());
    }

    private static Dense lastOfClasses(String move, NetworkSpec spec) {
        Dense last = dense(move, spec, spec.layers().size() - 1);
        if (!(spec.loss() instanceof SoftmaxCrossEntropy)
                || last.activation() != Activation.IDENTITY
                || spec.linearSkip()) {
            throw new IllegalArgumentException(move
                    + " needs a last layer without activation and linear skip, and the loss softmax-cross-entropy; the loss is "
                    + spec.loss().getClass().getSimpleName());
        }
        if (!spec.temporal().isOff()) {
            throw new IllegalArgumentException(
                    move + " is not for networks with temporal inputs, some of which are earlier truths");
        }
        return last;
    }

    /** Columns of a matrix by their former numbers. */
    private static double[] columns(double[] matrix, int rows, int columns, int[] source) {
        double[] chosen = new double[rows * source.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < source.length; column++) {
                chosen[row * source.length + column] =
                        source[column] == NOTHING ? 0 : matrix[row * columns + source[column]];
            }
        }
        return chosen;
    }

    private static NetworkSpec replaced(NetworkSpec spec, int layer, LayerSpec other) {
        List<LayerSpec> layers = new ArrayList<>(spec.layers());
        layers.set(layer, other);
        return with(spec, spec.inputs(), layers);
    }

    private static NetworkSpec with(NetworkSpec spec, int inputs, List<LayerSpec> layers) {
        return new NetworkSpec(
                inputs,
                layers,
                spec.loss(),
                spec.seed(),
                spec.linearSkip(),
                spec.scaling(),
                spec.unscaled(),
                spec.temporal());
    }
}
