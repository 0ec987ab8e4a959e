package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import java.util.List;

/**
 * Tensors one behind the other: vectors to a vector, sequences of equal length (rank 2) along the features, images of equal
 * height and width (rank 3) along the channels.
 */
final class Concatenation implements Junction {

    private final Shape output;
    private final int rows;
    private final int[] widths;
    private final int width;

    /** @throws IllegalArgumentException if the shapes do not fit together */
    Concatenation(List<Shape> inputs) {
        Shape first = inputs.get(0);
        rows = first.rank() == 2 ? first.size(0) : 1;
        widths = new int[inputs.size()];
        int sum = 0;
        for (int k = 0; k < widths.length; k++) {
            Shape input = inputs.get(k);
            if (!fits(first, input)) {
                throw new IllegalArgumentException("cannot concatenate a wire of shape " + input + " with one of shape "
                        + first + "; use vectors, sequences of equal length, or images of equal height and width");
            }
            widths[k] = input.floats() / rows;
            sum = Math.addExact(sum, widths[k]);
        }
        width = sum;
        output = switch (first.rank()) {
            case 1 -> Shape.of(width);
            case 2 -> Shape.of(rows, width);
            default -> Shape.of(width / (first.size(1) * first.size(2)), first.size(1), first.size(2));
        };
    }

    private static boolean fits(Shape first, Shape other) {
        if (first.rank() != other.rank() || first.rank() > 3) {
            return false;
        }
        return switch (first.rank()) {
            case 1 -> true;
            case 2 -> first.size(0) == other.size(0);
            default -> first.size(1) == other.size(1) && first.size(2) == other.size(2);
        };
    }

    @Override
    public Shape output() {
        return output;
    }

    @Override
    public boolean isBounded() {
        return true;
    }

    @Override
    public void forward(JunctionFrame f) {
        int at = f.outputAt;
        for (int k = 0; k < widths.length; k++) {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(f.values, f.inputAt[k] + r * widths[k], f.values, at + r * width, widths[k]);
            }
            at += widths[k];
        }
    }

    @Override
    public void pullback(JunctionFrame f) {
        int at = f.outputSignalAt;
        for (int k = 0; k < widths.length; k++) {
            for (int r = 0; r < rows && f.inputSignalAt[k] != Frame.NONE; r++) {
                System.arraycopy(f.work, at + r * width, f.work, f.inputSignalAt[k] + r * widths[k], widths[k]);
            }
            at += widths[k];
        }
    }
}
