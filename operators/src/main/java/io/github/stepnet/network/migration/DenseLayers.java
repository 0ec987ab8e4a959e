package io.github.stepnet.network.migration;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.loss.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.List;

/** What moves have in common: dense layers by their positions, their tensors by name, and columns of matrices. */
final class DenseLayers {

    /** No source: zeros. */
    static final int NOTHING = -1;

    private static final String LAYERS = "layers[";

    private DenseLayers() {}

    static String weights(int layer) {
        return LAYERS + layer + "].weights";
    }

    static String biases(int layer) {
        return LAYERS + layer + "].biases";
    }

    /** The layer that a tensor belongs to; -1 if it is none of the layers'. */
    static int layer(String tensor) {
        return tensor.startsWith(LAYERS)
                ? Integer.parseInt(tensor.substring(LAYERS.length(), tensor.indexOf(']')))
                : -1;
    }

    static Dense dense(String move, NetworkSpec spec, int layer) {
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

    static Dense lastOfClasses(String move, NetworkSpec spec) {
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
    static double[] columns(double[] matrix, int rows, int columns, int[] source) {
        double[] chosen = new double[rows * source.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < source.length; column++) {
                chosen[row * source.length + column] =
                        source[column] == NOTHING ? 0 : matrix[row * columns + source[column]];
            }
        }
        return chosen;
    }

    static NetworkSpec replaced(NetworkSpec spec, int layer, LayerSpec other) {
        List<LayerSpec> layers = new ArrayList<>(spec.layers());
        layers.set(layer, other);
        return with(spec, spec.inputs(), layers);
    }

    static NetworkSpec with(NetworkSpec spec, int inputs, List<LayerSpec> layers) {
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
