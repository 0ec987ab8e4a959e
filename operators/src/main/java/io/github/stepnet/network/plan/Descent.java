package io.github.stepnet.network.plan;

import io.github.stepnet.network.layer.FusedStep;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.plan.Node.JunctionNode;
import io.github.stepnet.network.plan.Node.StageNode;
import java.util.Arrays;

/**
 * Plain gradient descent fused with the backward pass, taken only if it is proved beforehand to leave every parameter
 * finite.
 *
 * <p>A fused step writes the upper layers before it knows the signals of the lower ones, so it cannot be called off half-way, and a
 * copy of all parameters would cost as much as the step. The proof needs no pass over the parameters: with the largest
 * magnitude of any parameter bounded by {@code B} and the signal at a stage's output by {@code d}, the signal at its input is bounded
 * by its {@link FusedStep#signalGain} times {@code d}, and its step by the rate times its {@link FusedStep#gradientGain}. The bounds are loose by a
 * factor per layer; they fail for exploding networks and for very deep ones, which then take the way by a gradient array.
 */
public final class Descent {

    /** Far enough below the largest float that no sum of bounded terms on the way overflows. */
    private static final double SAFE = 1e30;

    private final Plan plan;
    private final Node[] nodes;
    private final Wire[][] inputs;
    private final double[] signalBound;

    private Descent(Plan plan) {
        this.plan = plan;
        nodes = plan.nodes().toArray(new Node[0]);
        inputs = plan.nodes().stream()
                .map(node -> node.inputs().toArray(new Wire[0]))
                .toArray(Wire[][]::new);
        signalBound = new double[plan.wires().size()];
    }

    /**
     * The descent over a plan, or null if a stage of it has no {@link FusedStep}, a junction does more than pass signals on, or
     * gradients reach back over events.
     */
    public static Descent over(Plan plan) {
        for (Node node : plan.nodes()) {
            boolean isBounded = node instanceof StageNode stage
                    ? stage.stage() instanceof FusedStep && !stage.stage().isRecurrent()
                    : ((JunctionNode) node).junction().isBounded();
            if (!isBounded) {
                return null;
            }
        }
        return new Descent(plan);
    }

    /**
     * Whether a step of the sample that {@code pass} is aimed at, whose output signal is in place, leaves every parameter
     * finite.
     *
     * @param parameterBound no parameter is larger in magnitude
     */
    public boolean isProvedFinite(Pass pass, float rate, double parameterBound) {
        Arrays.fill(signalBound, 0.0);
        signalBound[plan.output().index()] = signalMagnitude(pass, plan.output());
        boolean safe = parameterBound < SAFE;
        for (int i = nodes.length - 1; i >= 0 && safe; i--) {
            Node node = nodes[i];
            double bound = signalBound[node.output().index()];
            if (node instanceof StageNode stage) {
                FusedStep fused = (FusedStep) stage.stage();
                double input = signalBound[stage.input().index()] + bound * fused.signalGain(parameterBound);
                signalBound[stage.input().index()] = input;
                safe = input < SAFE && rate * bound * fused.gradientGain(inputMagnitude(pass, stage)) < SAFE;
            } else {
                for (Wire input : inputs[i]) {
                    signalBound[input.index()] += bound;
                }
            }
        }
        return safe;
    }

    /**
     * Takes the step.
     *
     * @return an upper bound of the largest change of any parameter
     */
    public double descend(Pass pass, float rate) {
        for (int i = nodes.length - 1; i >= 0; i--) {
            if (nodes[i] instanceof StageNode stage && stage.isTrained()) {
                pass.pullbackAndStep(i, rate);
            } else {
                pass.delta(i, Shaping.EXACT);
                pass.pullback(i, Shaping.EXACT);
            }
        }
        double change = 0.0;
        for (int i = 0; i < nodes.length; i++) {
            if (nodes[i] instanceof StageNode stage && stage.isTrained()) {
                double gain = ((FusedStep) stage.stage()).gradientGain(inputMagnitude(pass, stage));
                change = Math.max(change, rate * gain * signalMagnitude(pass, stage.output()));
            }
        }
        return change;
    }

    private static float inputMagnitude(Pass pass, StageNode stage) {
        int at = pass.frames.stage(stage.index()).inputAt;
        return pass.kernel().maxMagnitude(stage.input().floats(), pass.values(), at);
    }

    private static float signalMagnitude(Pass pass, Wire wire) {
        return pass.kernel().maxMagnitude(wire.floats(), pass.signals(), pass.signalAt(wire));
    }
}
