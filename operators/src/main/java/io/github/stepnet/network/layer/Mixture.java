package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import java.util.List;

/**
 * Experts weighted by a softmax of their logits, of which only the largest count: {@code y = sum_{b chosen} p_b y_b}.
 *
 * <p>The first input holds the logits, the others the experts' outputs. Of equal logits the earlier is the larger. The weights are
 * computed again on the way back: {@code dy_b = p_b g} and {@code dlogit_b = p_b (s_b - sum_j p_j s_j) / temperature} with {@code s_b = g . y_b}
 * for the chosen and 0 for the others.
 */
final class Mixture implements Junction {

    private final Shape shape;
    private final int experts;
    private final int chosen;
    private final float temperature;

    /** @throws IllegalArgumentException if the experts' shapes differ */
    Mixture(List<Shape> outputs, int chosen, float temperature) {
        shape = outputs.get(0);
        for (Shape output : outputs) {
            if (!output.equals(shape)) {
                throw new IllegalArgumentException("cannot mix a wire of shape " + output + " with one of shape "
                        + shape + "; make all shapes equal");
            }
        }
        experts = outputs.size();
        this.chosen = chosen;
        this.temperature = temperature;
    }

    @Override
    public Shape output() {
        return shape;
    }

    /** The weights of the experts, and the products of the signal with their outputs. */
    @Override
    public int scratch() {
        return 2 * experts;
    }

    @Override
    public void forward(JunctionFrame f) {
        weigh(f);
        int n = shape.floats();
        for (int i = 0; i < n; i++) {
            f.values[f.outputAt + i] = 0f;
        }
        for (int b = 0; b < experts; b++) {
            if (isChosen(f, b)) {
                float p = f.work[f.scratchAt + b];
                f.kernel.addScaled(n, p, f.values, f.inputAt[1 + b], f.values, f.outputAt);
            }
        }
    }

    @Override
    public void pullback(JunctionFrame f) {
        weigh(f);
        int n = shape.floats();
        int productsAt = f.scratchAt + experts;
        float mean = 0f;
        for (int b = 0; b < experts; b++) {
            float p = isChosen(f, b) ? f.work[f.scratchAt + b] : 0f;
            float product = p == 0f ? 0f : f.kernel.dot(n, f.work, f.outputSignalAt, f.values, f.inputAt[1 + b]);
            f.work[productsAt + b] = product;
            mean = Math.fma(p, product, mean);
            int at = f.inputSignalAt[1 + b];
            if (at != Frame.NONE) {
                System.arraycopy(f.work, f.outputSignalAt, f.work, at, n);
                f.kernel.scale(n, p, f.work, at);
            }
        }
        int logitsAt = f.inputSignalAt[0];
        for (int b = 0; b < experts && logitsAt != Frame.NONE; b++) {
            float p = f.work[f.scratchAt + b];
            f.work[logitsAt + b] = p * (f.work[productsAt + b] - mean) / temperature;
        }
    }

    private boolean isChosen(JunctionFrame f, int expert) {
        float logit = f.values[f.inputAt[0] + expert];
        int larger = 0;
        for (int other = 0; other < experts; other++) {
            float value = f.values[f.inputAt[0] + other];
            larger += value > logit || (value == logit && other < expert) ? 1 : 0;
        }
        return larger < chosen;
    }

    /** Leaves the weights of all experts in the scratch. */
    private void weigh(JunctionFrame f) {
        int at = f.scratchAt;
        for (int b = 0; b < experts; b++) {
            f.work[at + b] = f.values[f.inputAt[0] + b] / temperature;
        }
        f.kernel.softmax(experts, f.work, at, f.work, at);
    }
}
