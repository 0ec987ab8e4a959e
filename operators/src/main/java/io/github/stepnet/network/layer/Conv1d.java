package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.spec.Default;

/**
 * A convolution over steps: {@code y[o,t] = f(b[o] + sum_{c,u} W[o,c,u] x[c, t stride + u - padding])}.
 *
 * <p>{@code x: channels x steps}, or {@code steps} for one channel, zero beyond its ends; {@code y: filters x positions} with {@code
 * positions = floor((steps + 2 padding - kernel) / stride) + 1}; {@code W: filters x channels x kernel}, not flipped (a
 * cross-correlation). State: the filters, then a bias for each. Tape: one output for the activations whose slope needs the pre-activation,
 * else none. Work: {@code filters + channels kernel} floats per position and the filters once.
 *
 * <p>The steps are those of one event. To look back over the events of a key, use a layer with memory.
 *
 * <p>Waibel et al. 1989, "Phoneme Recognition Using Time-Delay Neural Networks"; section 1.17 of the stepping specification.
 *
 * @param filters number of output channels, at least 1
 * @param kernel length of the window, at least 1
 * @param stride steps by which the window moves, at least 1
 * @param padding zeros at each end, below {@code kernel}
 * @param activation function of each output
 * @param initializer how filters and biases start, for {@code channels kernel} inputs
 */
public record Conv1d(
        int filters,
        int kernel,
        @Default("1") int stride,
        @Default("0") int padding,
        @Default("identity") Activation activation,
        @Default("he") Initializer initializer)
        implements LayerSpec {

    /** @throws IllegalArgumentException if a size is out of its range */
    public Conv1d {
        Convolution.check("Conv1d", filters, kernel, stride, padding);
    }

    /** With stride 1 and no padding, started as He et al. recommend. */
    public Conv1d(int filters, int kernel, Activation activation) {
        this(filters, kernel, 1, 0, activation);
    }

    /** Started as He et al. recommend. */
    public Conv1d(int filters, int kernel, int stride, int padding, Activation activation) {
        this(filters, kernel, stride, padding, activation, Initializer.HE);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        Shape shape = from.shape();
        if (shape.rank() > 2) {
            throw new IllegalArgumentException("Conv1d takes channels x steps, or steps, but its input is " + shape
                    + "; put a reshape in front, or use conv2d for an image");
        }
        int channels = shape.rank() == 2 ? shape.size(0) : 1;
        int steps = shape.size(shape.rank() - 1);
        Convolution.checkFits("Conv1d", kernel, padding, shape, steps);
        Patches patches = new Patches(channels, 1, steps, 1, kernel, stride, 0, padding);
        Shape output = Shape.of(filters, patches.positions);
        return wiring.through(new Convolution(patches, shape, output, activation, initializer), from);
    }
}
