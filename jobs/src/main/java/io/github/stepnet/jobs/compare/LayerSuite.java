package io.github.stepnet.jobs.compare;

import static io.github.stepnet.network.layer.Activation.IDENTITY;
import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;
import static io.github.stepnet.network.layer.Activation.SILU;
import static io.github.stepnet.network.layer.Activation.TANH;

import io.github.stepnet.jobs.stream.XorNoise;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Combine;
import io.github.stepnet.network.layer.Conv2d;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Gru;
import io.github.stepnet.network.layer.Initializer;
import io.github.stepnet.network.layer.LayerNorm;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.layer.Lstm;
import io.github.stepnet.network.layer.MultiHeadAttention;
import io.github.stepnet.network.layer.Parallel;
import io.github.stepnet.network.layer.Reshape;
import io.github.stepnet.network.layer.Residual;
import io.github.stepnet.network.layer.RmsNorm;
import io.github.stepnet.network.layer.Rnn;
import io.github.stepnet.network.layer.Sequential;
import io.github.stepnet.network.layer.SwiGlu;
import io.github.stepnet.network.optimizer.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Every layer type on the endless XorNoise stream, as deep nets: the networks of Test 16 (specification 5.6) with the sizes that its
 * originals left at 0, and what such a net is today, with residual paths and normalisation.
 *
 * <p>All see the same eight features and learn by backpropagation with Adam. A net of depth {@code L} has {@code L} layers that are not mere
 * shapes; the first widens the features, the last answers.
 */
final class LayerSuite {

    static final List<Integer> DEPTHS = List.of(3, 5, 9, 15, 20);

    private static final int INPUTS = 8;
    private static final int CLASSES = 3;
    private static final int[] DENSE_WIDTHS = {64, 48, 32, 24, 16};
    private static final float RATE = 1e-3f;
    private static final long DECAY_OVER = 20_000;

    private LayerSuite() {}

    static List<Contest> contests() {
        List<Contest> contests = new ArrayList<>();
        add(contests, "Dense", LayerSuite::dense);
        add(contests, "Conv2d", depth -> alternating(depth, 32, i -> conv(i == 1 ? 2 : 4), 32));
        add(contests, "Rnn", depth -> alternating(depth, 32, i -> onSteps(new Rnn(8)), 32));
        add(contests, "Lstm", depth -> alternating(depth, 32, i -> onSteps(new Lstm(8)), 32));
        add(contests, "Gru", depth -> alternating(depth, 32, i -> onSteps(new Gru(8)), 32));
        add(
                contests,
                "MultiHeadAttention",
                depth -> alternating(depth, 32, i -> onSteps(new MultiHeadAttention(2)), 32));
        add(contests, "LayerNorm", depth -> alternating(depth, 32, i -> new LayerNorm(), 32));
        add(contests, "RmsNorm", depth -> alternating(depth, 32, i -> new RmsNorm(), 32));
        add(contests, "SwiGlu", depth -> alternating(depth, 32, i -> new SwiGlu(32), 32));
        add(contests, "Parallel", depth -> alternating(depth, 32, i -> branches(), 32));
        LayerSpec wide = Sequential.of(new Dense(64, SILU), new Dense(32, IDENTITY, Initializer.ZERO));
        add(contests, "Residual Dense", depth -> cells(depth, wide));
        add(contests, "Residual SwiGlu", depth -> cells(depth, new SwiGlu(32)));
        return contests;
    }

    private static void add(List<Contest> contests, String name, IntFunction<List<LayerSpec>> layers) {
        for (int depth : DEPTHS) {
            NetworkSpec network = NetworkSpec.inputs(INPUTS);
            for (LayerSpec layer : layers.apply(depth)) {
                network = network.then(layer);
            }
            contests.add(new Contest(
                    name,
                    depth + " layers",
                    NetworkLearner.of(network, Adam.rate(RATE).decayingOver(DECAY_OVER)),
                    seed -> new XorNoise(1, seed)));
        }
    }

    /** 8-64-48-...-3, the widths in turn. */
    private static List<LayerSpec> dense(int depth) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < depth - 1; i++) {
            layers.add(new Dense(DENSE_WIDTHS[i % DENSE_WIDTHS.length], i > 0 && i % 2 == 0 ? TANH : LEAKY_RELU));
        }
        layers.add(new Dense(CLASSES));
        return layers;
    }

    /** A dense layer and the layer in question in turn, between a first dense layer and the last. */
    private static List<LayerSpec> alternating(int depth, int width, IntFunction<LayerSpec> odd, int even) {
        List<LayerSpec> layers = new ArrayList<>();
        layers.add(new Dense(width, LEAKY_RELU));
        for (int i = 1; i < depth - 1; i++) {
            layers.add(i % 2 == 1 ? odd.apply(i) : new Dense(even, LEAKY_RELU));
        }
        layers.add(new Dense(CLASSES));
        return layers;
    }

    /** 32 values as a picture of 2 channels of 4 x 4 through 3 x 3 filters that keep its size. */
    private static LayerSpec conv(int filters) {
        return Sequential.of(new Reshape(List.of(2, 4, 4)), new Conv2d(filters, 3, 1, 1, LEAKY_RELU));
    }

    /** 32 values as 4 steps of 8. */
    private static LayerSpec onSteps(LayerSpec layer) {
        return Sequential.of(new Reshape(List.of(4, 8)), layer);
    }

    private static LayerSpec branches() {
        return Parallel.of(new Combine.Add(), new Dense(32, LEAKY_RELU), new Dense(32, TANH));
    }

    /** {@code x + f(norm(x))}, over and over, each cell counted as one layer. */
    private static List<LayerSpec> cells(int depth, LayerSpec layer) {
        List<LayerSpec> layers = new ArrayList<>();
        layers.add(new Dense(32));
        for (int i = 1; i < depth - 1; i++) {
            layers.add(new Residual(Sequential.of(new LayerNorm(), layer)));
        }
        layers.add(new Dense(CLASSES));
        return layers;
    }
}
