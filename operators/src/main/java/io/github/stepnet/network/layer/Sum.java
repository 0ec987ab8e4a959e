package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import java.util.List;

/** The sum of wires of one shape, times a factor: {@code y = factor sum_k x_k}. */
public final class Sum implements Junction {

    private final Shape shape;
    private final float factor;

    /** @throws IllegalArgumentException if the shapes differ */
    public Sum(List<Shape> inputs, float factor) {
        shape = inputs.get(0);
        this.factor = factor;
        for (Shape input : inputs) {
            if (!input.equals(shape)) {
                throw new IllegalArgumentException("cannot add a wire of shape " + input + " to one of shape " + shape
                        + "; make all shapes equal");
            }
        }
    }

    @Override
    public Shape output() {
        return shape;
    }

    @Override
    public boolean isBounded() {
        return Math.abs(factor) <= 1f;
    }

    @Override
    public void forward(JunctionFrame f) {
        int n = shape.floats();
        System.arraycopy(f.values, f.inputAt[0], f.values, f.outputAt, n);
        for (int k = 1; k < f.inputAt.length; k++) {
            f.kernel.add(n, f.values, f.inputAt[k], f.values, f.outputAt);
        }
        if (factor != 1f) {
            f.kernel.scale(n, factor, f.values, f.outputAt);
        }
    }

    @Override
    public void pullback(JunctionFrame f) {
        int n = shape.floats();
        for (int at : f.inputSignalAt) {
            if (at != Frame.NONE) {
                System.arraycopy(f.work, f.outputSignalAt, f.work, at, n);
                if (factor != 1f) {
                    f.kernel.scale(n, factor, f.work, at);
                }
            }
        }
    }
}
