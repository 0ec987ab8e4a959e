package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import java.util.Arrays;
import java.util.List;

/**
 * The stage of {@link Conv2d} and {@link Conv1d}: a matrix product of the filters, {@code filters x size}, and the image's {@link
 * Patches}, {@code size x positions}, then the activation.
 *
 * <p>The patches are gathered once on the way forward and, where filters are trained, once more on the way back: kept on the tape they
 * would take the place of {@code size} images in the state of every sample that a mesh has in flight.
 */
final class Convolution implements GradientSum {

    private final Shape input;
    private final Shape output;
    private final Patches patches;
    private final int filters;
    private final int size;
    private final int positions;
    private final int columns;
    private final int outputs;
    private final int biases;
    private final int fanOut;
    private final Activation activation;
    private final Initializer initializer;

    /** Start of the patches in the scratch; the deltas come first, each filter's with as many zeros behind as its patches have. */
    private final int patchesAt;

    /** Start of the sum over positions in the scratch, laid out like the filters; on the way back the filters, transposed. */
    private final int productAt;

    Convolution(Patches patches, Shape input, Shape output, Activation activation, Initializer initializer) {
        this.input = input;
        this.output = output;
        this.patches = patches;
        this.activation = activation;
        this.initializer = initializer;
        filters = output.size(0);
        size = patches.size;
        positions = patches.positions;
        columns = patches.columns;
        outputs = output.floats();
        biases = Math.multiplyExact(filters, size);
        fanOut = Math.multiplyExact(filters, patches.overlap);
        patchesAt = Math.multiplyExact(filters, columns);
        productAt = Math.addExact(patchesAt, Math.multiplyExact(size, columns));
    }

    /** @throws IllegalArgumentException if a component of the record {@code layer} is out of its range */
    static void check(String layer, int filters, int kernel, int stride, int padding) {
        checkPositive(layer + ".filters", filters);
        checkPositive(layer + ".kernel", kernel);
        checkPositive(layer + ".stride", stride);
        if (padding < 0 || padding >= kernel) {
            throw new IllegalArgumentException(
                    layer + ".padding is " + padding + "; it must be at least 0 and below the kernel, " + kernel
                            + ", else a window would see padding only");
        }
    }

    private static void checkPositive(String component, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(component + " is " + value + "; it must be at least 1");
        }
    }

    /** @throws IllegalArgumentException if the kernel is larger than the smallest side of the padded input */
    static void checkFits(String layer, int kernel, int padding, Shape input, int side) {
        long padded = side + 2L * padding;
        if (kernel > padded) {
            throw new IllegalArgumentException(
                    layer + ".kernel is " + kernel + " but the input " + input + " with padding " + padding
                            + " is only " + padded + " wide; use kernel <= " + padded + " or pad the input");
        }
    }

    @Override
    public Shape input() {
        return input;
    }

    @Override
    public Shape output() {
        return output;
    }

    @Override
    public List<ParameterBlock> parameters() {
        return List.of(
                new ParameterBlock("filters", 0, biases, ParameterBlock.Role.WEIGHT),
                new ParameterBlock("biases", biases, filters, ParameterBlock.Role.BIAS));
    }

    @Override
    public int parameterFloats() {
        return biases + filters;
    }

    @Override
    public int tape() {
        return activation.slopesFromOutput() ? 0 : outputs;
    }

    @Override
    public int scratch() {
        return Math.addExact(productAt, biases);
    }

    @Override
    public int deltas() {
        return filters * columns;
    }

    @Override
    public int fanOut() {
        return fanOut;
    }

    @Override
    public void initialize(float[] parameters, int at, SplitMix64 random) {
        for (int i = 0; i < size; i++) {
            for (int o = 0; o < filters; o++) {
                parameters[at + o * size + i] = initializer.weight(random, size, fanOut);
            }
        }
        for (int o = 0; o < filters; o++) {
            parameters[at + biases + o] = initializer.bias(random);
        }
    }

    @Override
    public void forward(Frame f) {
        float[] p = f.parameters;
        float[] work = f.work;
        int sums = f.scratchAt;
        int matrix = f.scratchAt + patchesAt;
        patches.gather(f.values, f.inputAt, work, matrix);
        for (int o = 0; o < filters; o++) {
            int q = sums + o * columns;
            Arrays.fill(work, q, q + columns, p[f.parametersAt + biases + o]);
        }
        f.kernel.addProduct(filters, size, columns, p, f.parametersAt, work, matrix, work, sums);
        int pre = activation.slopesFromOutput() ? f.outputAt : f.tapeAt;
        for (int o = 0; o < filters; o++) {
            System.arraycopy(work, sums + o * columns, f.values, pre + o * positions, positions);
        }
        activation.apply(f.kernel, outputs, f.values, pre, f.values, f.outputAt);
    }

    @Override
    public void delta(Frame f, float epsilon) {
        int basis = activation.slopesFromOutput() ? f.outputAt : f.tapeAt;
        int deltas = f.scratchAt;
        activation.slope(f.kernel, outputs, epsilon, f.values, basis, f.work, f.outputSignalAt, f.work, deltas);
        for (int o = filters - 1; o >= 0 && columns > positions; o--) {
            int q = deltas + o * columns;
            System.arraycopy(f.work, deltas + o * positions, f.work, q, positions);
            Arrays.fill(f.work, q + positions, q + columns, 0f);
        }
    }

    @Override
    public void addGradient(Frame f, float factor, float[] to, int at) {
        float[] work = f.work;
        int deltas = f.scratchAt;
        int matrix = f.scratchAt + patchesAt;
        int product = f.scratchAt + productAt;
        patches.gather(f.values, f.inputAt, work, matrix);
        Arrays.fill(work, product, product + biases, 0f);
        f.kernel.addProductTransposed(filters, columns, size, work, deltas, work, matrix, work, product);
        f.kernel.addScaled(biases, factor, work, product, to, at);
        for (int o = 0; o < filters; o++) {
            int bias = at + biases + o;
            to[bias] = Math.fma(factor, f.kernel.sum(columns, work, deltas + o * columns), to[bias]);
        }
    }

    @Override
    public void pullback(Frame f) {
        float[] work = f.work;
        int matrix = f.scratchAt + patchesAt;
        int turned = f.scratchAt + productAt;
        for (int o = 0; o < filters; o++) {
            for (int i = 0; i < size; i++) {
                work[turned + i * filters + o] = f.parameters[f.parametersAt + o * size + i];
            }
        }
        Arrays.fill(work, matrix, matrix + size * columns, 0f);
        f.kernel.addProduct(size, filters, columns, work, turned, work, f.scratchAt, work, matrix);
        patches.scatter(f.kernel, work, matrix, work, f.inputSignalAt);
    }

    @Override
    public double signalGain(double parameterBound) {
        return Activation.LARGEST_SLOPE * fanOut * parameterBound;
    }

    @Override
    public double gradientGain(double inputBound) {
        return (1.0 + Activation.LARGEST_SLOPE) * positions * Math.max(1.0, inputBound);
    }
}
