package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.spec.Default;

/**
 * A convolution over an image: {@code y[o,i,j] = f(b[o] + sum_{c,u,v} W[o,c,u,v] x[c, i stride + u - padding, j stride + v - padding])}.
 *
 * <p>{@code x: channels x height x width}, or {@code height x width} for one channel, zero beyond its border; {@code y: filters x rows x
 * columns} with {@code rows = floor((height + 2 padding - kernel) / stride) + 1} and columns alike; {@code W: filters x channels x kernel
 * x kernel}, not flipped (a cross-correlation). State: the filters, then a bias for each. Tape: one output for the activations whose slope
 * needs the pre-activation, else none. Work: {@code filters + channels kernel^2} floats per position and the filters once.
 *
 * <p>Not for inputs whose order means nothing, which are {@link Dense}'s.
 *
 * <p>LeCun et al. 1989, "Backpropagation Applied to Handwritten Zip Code Recognition"; section 1.6 of the stepping specification.
 *
 * @param filters number of output channels, at least 1
 * @param kernel height and width of the window, at least 1
 * @param stride steps of the window in both directions, at least 1
 * @param padding rows and columns of zeros at each side of the image, below {@code kernel}
 * @param activation function of each output
 * @param initializer how filters and biases start, for {@code channels kernel^2} inputs
 */
public record Conv2d(
        int filters,
        int kernel,
        @Default("1") int stride,
        @Default("0") int padding,
        @Default("identity") Activation activation,
        @Default("he") Initializer initializer)
        implements LayerSpec {

    /** @throws IllegalArgumentException if a size is out of its range */
    public Conv2d {
        Convolution.check("Conv2d", filters, kernel, stride, padding);
    }

    /** With stride 1 and no padding, started as He et al. recommend. */
    public Conv2d(int filters, int kernel, Activation activation) {
        this(filters, kernel, 1, 0, activation);
    }

    /** Started as He et al. recommend. */
    public Conv2d(int filters, int kernel, int stride, int padding, Activation activation) {
        this(filters, kernel, stride, padding, activation, Initializer.HE);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        Shape shape = from.shape();
        int rank = shape.rank();
        if (rank != 2 && rank != 3) {
            throw new IllegalArgumentException(
                    "Conv2d takes channels x height x width, or height x width, but its input is " + shape
                            + "; put a reshape in front");
        }
        int channels = rank == 3 ? shape.size(0) : 1;
        int height = shape.size(rank - 2);
        int width = shape.size(rank - 1);
        Convolution.checkFits("Conv2d", kernel, padding, shape, Math.min(height, width));
        Patches patches = new Patches(channels, height, width, kernel, kernel, stride, padding, padding);
        Shape output = Shape.of(filters, patches.rows, patches.width);
        return wiring.through(new Convolution(patches, shape, output, activation, initializer), from);
    }
}
