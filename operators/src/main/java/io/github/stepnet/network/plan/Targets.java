package io.github.stepnet.network.plan;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.TargetEstimate;
import io.github.stepnet.network.plan.Node.StageNode;

/**
 * Targets in place of gradients: a signal is then a gap, what a stage put out less its target.
 */
final class Targets {

    /** Squared norms up to here say nothing about a direction. */
    private static final double LEAST_SQUARE = 0.001;

    private Targets() {}

    /** {@code (cos(y, y - gap) + 1) / 2}, or 0.5 where one of the two is near 0. */
    static float linkBudget(Kernel kernel, int n, float[] y, int yAt, float[] gap, int gapAt) {
        double square = kernel.dot(n, y, yAt, y, yAt);
        double mixed = kernel.dot(n, y, yAt, gap, gapAt);
        double targetSquare = square - 2 * mixed + kernel.dot(n, gap, gapAt, gap, gapAt);
        if (!(square > LEAST_SQUARE && targetSquare > LEAST_SQUARE)) {
            return 0.5f;
        }
        double cosine = (square - mixed) / Math.sqrt(square * targetSquare);
        return (float) (0.5 * (Math.max(-1.0, Math.min(1.0, cosine)) + 1.0));
    }

    /** Replaces the gap at the output by a guessed gap at the input: {@code x - clamp(est(y - gap))}. The gap at the output stays. */
    static void estimateInput(StageNode node, TargetEstimate estimate, Frame f) {
        turn(node.output().floats(), f.values, f.outputAt, f.work, f.outputSignalAt);
        estimate.estimateInput(f);
        turn(node.output().floats(), f.values, f.outputAt, f.work, f.outputSignalAt);
        float lowest = estimate.lowestTarget();
        float highest = estimate.highestTarget();
        for (int i = 0; i < node.input().floats(); i++) {
            int at = f.inputSignalAt + i;
            f.work[at] = f.values[f.inputAt + i] - Math.max(lowest, Math.min(highest, f.work[at]));
        }
    }

    /** The gap at the input if the target passes unchanged: {@code x - (y - gap)}; both sides are of one size. */
    static void pass(StageNode node, Frame f) {
        for (int i = 0; i < node.input().floats(); i++) {
            f.work[f.inputSignalAt + i] =
                    f.values[f.inputAt + i] - f.values[f.outputAt + i] + f.work[f.outputSignalAt + i];
        }
    }

    /** A gap becomes its target, and a target its gap. */
    private static void turn(int n, float[] y, int yAt, float[] gap, int gapAt) {
        for (int i = 0; i < n; i++) {
            gap[gapAt + i] = y[yAt + i] - gap[gapAt + i];
        }
    }
}
