package io.github.stepnet.network.plan;

import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Frame;
import io.github.stepnet.network.layer.Stage;
import io.github.stepnet.network.layer.TargetEstimate;
import io.github.stepnet.network.plan.Node.StageNode;

/**
 * Targets in place of gradients: the verbs of a pass whose signals are gaps, what a stage put out less its target.
 */
public final class Targets {

    /** Squared norms up to here say nothing about a direction. */
    private static final double LEAST_SQUARE = 0.001;

    private static final float NO_DIRECTION = 0.5f;

    private final Pass pass;
    private final Node[] nodes;

    Targets(Pass pass) {
        this.pass = pass;
        nodes = pass.plan().nodes().toArray(new Node[0]);
    }

    /**
     * Starts the way back through a node; {@link Pass#accumulate} and {@link #estimate} follow.
     *
     * @param withSlope whether the slope of the activation counts; a stage that cannot do without takes it anyway
     */
    public void gap(int node, boolean withSlope) {
        if (!pass.isOnTheWay(node)) {
            return;
        }
        Stage stage = ((StageNode) nodes[node]).stage();
        if (!withSlope && stage instanceof TargetEstimate estimate) {
            estimate.gap(pass.frames.stage(node));
        } else {
            stage.delta(pass.frames.stage(node), 0f);
        }
    }

    /** The link budget of a stage whose signal is its gap. */
    public float linkBudget(int node) {
        return linkBudget(node, 1.0);
    }

    /**
     * The link budget of a stage: {@code (cos(y, t) + 1) / 2} of its output {@code y} and its target {@code t = y - scale g}, with {@code g} the
     * signal there; 0.5 if one of the two is near 0, or at a junction.
     *
     * @param scale how long a gap is, in units of the signal
     */
    public float linkBudget(int node, double scale) {
        Frame frame = pass.frames.stage(node);
        if (frame == null || !pass.isVisited(node)) {
            return NO_DIRECTION;
        }
        Kernel kernel = pass.kernel();
        int n = nodes[node].output().floats();
        double square = kernel.dot(n, frame.values, frame.outputAt, frame.values, frame.outputAt);
        double mixed = scale * kernel.dot(n, frame.values, frame.outputAt, frame.work, frame.outputSignalAt);
        double gapSquare =
                scale * scale * kernel.dot(n, frame.work, frame.outputSignalAt, frame.work, frame.outputSignalAt);
        double targetSquare = square - 2 * mixed + gapSquare;
        if (!(square > LEAST_SQUARE && targetSquare > LEAST_SQUARE)) {
            return NO_DIRECTION;
        }
        double cosine = (square - mixed) / Math.sqrt(square * targetSquare);
        return (float) (0.5 * (Math.max(-1.0, Math.min(1.0, cosine)) + 1.0));
    }

    /**
     * Moves a gap from a node's output wire to its input wires by a guess, or by derivatives where a stage knows no guess.
     *
     * @param corrected whether the guess is taken as a difference: {@code x + est(target) - est(y)}, not {@code est(target)}
     */
    public void estimate(int node, boolean corrected) {
        Frame frame = pass.frames.stage(node);
        if (!pass.isOnTheWay(node) || frame.inputSignalAt == Frame.NONE) {
            pass.pullback(node, Shaping.EXACT);
            return;
        }
        StageNode stage = (StageNode) nodes[node];
        if (!(stage.stage() instanceof TargetEstimate estimate)) {
            if (corrected || stage.input().floats() != stage.output().floats()) {
                pass.pullback(node, Shaping.EXACT);
                return;
            }
            passUnchanged(stage, frame);
        } else if (corrected) {
            estimate.estimateInput(frame);
        } else {
            estimateInput(stage, estimate, frame);
        }
        pass.joinSignals(node);
    }

    /** Replaces the gap at the output by a guessed gap at the input: {@code x - clamp(est(y - gap))}. The gap at the output stays. */
    private static void estimateInput(StageNode node, TargetEstimate estimate, Frame f) {
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
    private static void passUnchanged(StageNode node, Frame f) {
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
