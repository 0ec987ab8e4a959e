package io.github.stepnet.network.kernel;

import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Everything that one call of any loop can read or write, filled from a seed. */
final class Scene {

    final int inputs;
    final int outputs;

    /** The affine map: inputs, bias, weights, signals at both ends. */
    final Range x;

    final Range bias;
    final Range weights;
    final Range y;
    final Range d;
    final Range dx;

    /** As long as the weights: arguments of functions, a gradient, two moments, parameters. */
    final Range v;

    final Range probability;
    final Range gradient;
    final Range first;
    final Range second;
    final Range parameters;

    /** What a loop with a result returned. */
    float result;

    Scene(int inputs, int outputs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.inputs = inputs;
        this.outputs = outputs;
        x = new Range(inputs, -1, 1, random);
        bias = new Range(outputs, -1, 1, random);
        weights = new Range(inputs * outputs, -1, 1, random);
        y = new Range(outputs, -1, 1, random);
        d = new Range(outputs, -1, 1, random);
        dx = new Range(inputs, -1, 1, random);
        v = new Range(inputs, -6, 6, random);
        probability = new Range(inputs, 0, 1, random);
        gradient = new Range(inputs, -1, 1, random);
        first = new Range(inputs, -1, 1, random);
        second = new Range(inputs, 0, 1, random);
        parameters = new Range(inputs, -1, 1, random);
        for (int i = random.nextInt(7); i < inputs; i += 7) {
            v.set(i, i % 2 == 0 ? 0f : -0f);
        }
    }

    List<Range> ranges() {
        return List.of(x, bias, weights, y, d, dx, v, probability, gradient, first, second, parameters);
    }

    /** Adds the bits of every float to {@code crc}; all NaN count as one. */
    void addBitsTo(CRC32 crc) {
        for (Range range : ranges()) {
            for (int i = 0; i < range.length; i++) {
                addBits(crc, range.get(i));
            }
        }
        addBits(crc, result);
    }

    private static void addBits(CRC32 crc, float value) {
        int bits = Float.floatToIntBits(value);
        crc.update(bits);
        crc.update(bits >> 8);
        crc.update(bits >> 16);
        crc.update(bits >> 24);
    }
}
