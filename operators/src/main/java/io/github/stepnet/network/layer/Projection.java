package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;

/**
 * An affine map from rows of {@code inputs} to rows of at most as many {@code outputs}, within a stage that has several.
 *
 * <p>Being no wider than its input, it lies output-major in every kernel, so that consecutive outputs are a matrix of their own: the verbs
 * take {@code m} outputs from output {@code o} on, for {@code n} rows at once.
 */
final class Projection {

    private final int inputs;
    private final int outputs;
    private final int weights;
    private final int biases;
    private final int end;

    /** A map whose weights, and then biases, lie from {@code at} on among the parameters of its stage. */
    Projection(int inputs, int outputs, int at) {
        assert outputs <= inputs;
        this.inputs = inputs;
        this.outputs = outputs;
        weights = at;
        biases = Math.addExact(at, Math.multiplyExact(inputs, outputs));
        end = Math.addExact(biases, outputs);
    }

    /** Where the parameters behind it start. */
    int end() {
        return end;
    }

    ParameterBlock weights(String name) {
        return new ParameterBlock(name, weights, biases - weights, ParameterBlock.Role.WEIGHT);
    }

    ParameterBlock biases(String name) {
        return new ParameterBlock(name, biases, outputs, ParameterBlock.Role.BIAS);
    }

    void initialize(Initializer initializer, float[] parameters, int at, SplitMix64 random) {
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                parameters[at + weights + Kernel.weightIndex(inputs, outputs, i, o)] =
                        initializer.weight(random, inputs, outputs);
            }
        }
        for (int o = 0; o < outputs; o++) {
            parameters[at + biases + o] = initializer.bias(random);
        }
    }

    /** {@code Y = B + X W^T} within the sample's values; {@code X: n x inputs}, {@code Y: n x m}. */
    void forward(Frame f, int n, int o, int m, int xAt, int yAt) {
        int w = f.parametersAt + weights + o * inputs;
        for (int r = 0; r < n; r++) {
            System.arraycopy(f.parameters, f.parametersAt + biases + o, f.values, yAt + r * m, m);
        }
        f.kernel.addProductTransposed(n, inputs, m, f.values, xAt, f.parameters, w, f.values, yAt);
    }

    /** Adds the gradient for the signal {@code D: n x m} at the output, which is scaled in {@code n m} floats of work at {@code aside}. */
    void accumulate(Frame f, float scale, int n, int o, int m, int dAt, int xAt, int aside) {
        int w = f.gradientAt + weights + o * inputs;
        System.arraycopy(f.work, dAt, f.work, aside, n * m);
        f.kernel.scale(n * m, scale, f.work, aside);
        f.kernel.addTransposedProduct(m, n, inputs, f.work, aside, f.values, xAt, f.gradient, w);
        for (int r = 0; r < n; r++) {
            f.kernel.add(m, f.work, aside + r * m, f.gradient, f.gradientAt + biases + o);
        }
    }

    /** Adds the signal at the input, {@code DX += D W}. */
    void addPullback(Frame f, int n, int o, int m, int dAt, int dxAt) {
        int w = f.parametersAt + weights + o * inputs;
        f.kernel.addProduct(n, m, inputs, f.work, dAt, f.parameters, w, f.work, dxAt);
    }
}
