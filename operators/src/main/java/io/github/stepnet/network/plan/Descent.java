package io.github.stepnet.network.plan;

import io.github.stepnet.network.layer.FusedStep;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Node.SumNode;
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
    private final double[] signalBound;

    private Descent(Plan plan) {
        this.plan = plan;
        signalBound = new double[plan.wires().size()];
    }

    /** The descent over a plan, or null if a stage of it has no {@link FusedStep}. */
    public static Descent over(Plan plan) {
        for (Node node : plan.nodes()) {
            if (node instanceof StageNode stage && !(stage.stage() instanceof FusedStep)) {
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
        signalBound[plan.output().index()] = pass.signalMagnitude(plan.output());
        boolean safe = parameterBound < SAFE;
        for (int i = plan.nodes().size() - 1; i >= 0 && safe; i--) {
            Node node = plan.nodes().get(i);
            double bound = signalBound[node.output().index()];
            if (node instanceof StageNode stage) {
                FusedStep fused = (FusedStep) stage.stage();
                signalBound[stage.input().index()] += bound * fused.signalGain(parameterBound);
                safe = signalBound[stage.input().index()] < SAFE
                        && rate * bound * fused.gradientGain(pass.inputMagnitude(i)) < SAFE;
            } else if (node instanceof SumNode sum) {
                signalBound[sum.left().index()] += bound;
                signalBound[sum.right().index()] += bound;
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
        pass.descend(rate);
        double change = 0.0;
        for (int i = 0; i < plan.nodes().size(); i++) {
            if (plan.nodes().get(i) instanceof StageNode stage) {
                double gain = ((FusedStep) stage.stage()).gradientGain(pass.inputMagnitude(i));
                change = Math.max(change, rate * gain * pass.signalMagnitude(stage.output()));
            }
        }
        return change;
    }
}
