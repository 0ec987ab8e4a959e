package io.github.stepnet.jobs.compare;

import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;
import static io.github.stepnet.network.layer.Activation.TANH;

import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Conv2d;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.LayerNorm;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.layer.Lstm;
import io.github.stepnet.network.layer.MultiHeadAttention;
import io.github.stepnet.network.layer.Reshape;
import io.github.stepnet.network.layer.Rnn;
import io.github.stepnet.network.layer.Sequential;
import io.github.stepnet.network.layer.SwiGlu;
import java.util.List;

/**
 * The networks of Test 16, with the sizes that its originals left at 0.
 *
 * <p>A net of depth {@code L} has {@code L} layers that are not mere shapes; the last is affine, for a softmax and its cross-entropy in place of
 * the originals' sigmoid and squared error. Features are taken as they come, of unit variance (see {@link SampleSet}). Source: specification 5.6.
 */
enum SeedNet {
    DENSE("Dense", 8) {
        @Override
        LayerSpec layer(int i) {
            return new Dense(DENSE_WIDTHS[i % DENSE_WIDTHS.length], i > 0 && i % 2 == 0 ? TANH : LEAKY_RELU);
        }
    },

    /** 8 x 8 values through 8 filters of 3 x 3, then dense layers. */
    CONV2D("Conv2D", 64) {
        @Override
        LayerSpec layer(int i) {
            return i == 0
                    ? Sequential.of(new Reshape(List.of(8, 8)), new Conv2d(8, 3, LEAKY_RELU))
                    : new Dense(64, LEAKY_RELU);
        }
    },

    /** 4 steps of 8 values in every second layer. */
    RNN("RNN", 32) {
        @Override
        LayerSpec layer(int i) {
            return i % 2 == 1 ? onSteps(8, new Rnn(8)) : new Dense(32, LEAKY_RELU);
        }
    },

    LSTM("LSTM", 32) {
        @Override
        LayerSpec layer(int i) {
            return i % 2 == 1 ? onSteps(8, new Lstm(8)) : new Dense(32, LEAKY_RELU);
        }
    },

    /** 4 heads over 4 steps of 16 values: over the single row of 64 that the original has, there is nothing to attend to. */
    ATTENTION("Attention", 64) {
        @Override
        LayerSpec layer(int i) {
            return i % 2 == 0 ? onSteps(16, new MultiHeadAttention(4)) : new Dense(64, LEAKY_RELU);
        }
    },

    NORM("Norm", 16) {
        @Override
        LayerSpec layer(int i) {
            return i % 2 == 1 ? new LayerNorm() : new Dense(32, LEAKY_RELU);
        }
    },

    SWIGLU("SwiGLU", 16) {
        @Override
        LayerSpec layer(int i) {
            return i % 2 == 1 ? new SwiGlu(32) : new Dense(32, LEAKY_RELU);
        }
    };

    static final List<Integer> DEPTHS = List.of(3, 5, 9, 15, 20);

    private static final int CLASSES = 3;
    private static final int[] DENSE_WIDTHS = {64, 48, 32, 24, 16};
    private static final int STEPS = 4;

    /** As it stands in a table. */
    final String label;

    final int inputs;

    SeedNet(String label, int inputs) {
        this.label = label;
        this.inputs = inputs;
    }

    /** Layer {@code i} from the input, the last one excepted. */
    abstract LayerSpec layer(int i);

    NetworkSpec network(int depth) {
        NetworkSpec network = NetworkSpec.inputs(inputs).scaling(FeatureScaling.NONE);
        for (int i = 0; i < depth - 1; i++) {
            network = network.then(layer(i));
        }
        return network.then(new Dense(CLASSES));
    }

    private static LayerSpec onSteps(int values, LayerSpec layer) {
        return Sequential.of(new Reshape(List.of(STEPS, values)), layer);
    }
}
