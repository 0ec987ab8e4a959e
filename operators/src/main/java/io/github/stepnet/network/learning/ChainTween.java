package io.github.stepnet.network.learning;

import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.plan.Shaping;
import io.github.stepnet.network.spec.Default;

/**
 * The chain-rule tween: the error travels down by the chain rule, rescaled at every layer by its distance from the output.
 *
 * <p>A stage at distance {@code D} (0 at the output) has the depth scale {@code s(D)}: 1 for {@code D = 0}, {@code depthScale^D} up to
 * 10, then {@code depthScale^(10 + ln(D - 9))}, at most 100. With {@code g} the signal at its output, {@code f'} its slope and
 * {@code m} its fan-out, {@code delta = clamp(s f' g, bound)}, the signal at its input is {@code clamp(W delta / sqrt(m), bound)}, and
 * its parameter gradient, taken with {@code f' g}, is multiplied by {@code s}. On dense layers that is the direction of the
 * exact gradient with a factor per layer: backpropagation with layer-wise learning rates, no more. Its moving average and
 * bound on a step are the optimiser {@code TweenMomentum}; any other optimiser can be used.
 *
 * <p>Sections 3.5 and 3.7 of the stepping specification; its conv, attention and recurrent formulas are not copied, the exact
 * pullback stands in their place.
 *
 * @param depthScale base of the depth scale; 1 for none
 * @param fanOutNorm whether signals are divided by the square root of the fan-out
 * @param epsilon added to the slopes of curved activations
 * @param bound largest magnitude of a signal's value
 */
public record ChainTween(
        @Default("1.2") float depthScale,
        @Default("false") boolean fanOutNorm,
        @Default("0") float epsilon,
        @Default("10") float bound)
        implements LearningRule {

    private static final float LARGEST_DEPTH_SCALE = 100f;

    /** @throws IllegalArgumentException if a number is outside its range */
    public ChainTween {
        if (!(depthScale > 0f && depthScale <= 10f)) {
            throw new IllegalArgumentException(
                    "ChainTween.depthScale is " + depthScale + "; it must be above 0 and at most 10, 1 for no scaling");
        }
        if (!(epsilon >= 0f && epsilon <= 1f)) {
            throw new IllegalArgumentException("ChainTween.epsilon is " + epsilon + "; it must be within [0, 1]");
        }
        if (!(bound > 0f)) {
            throw new IllegalArgumentException("ChainTween.bound is " + bound + "; it must be above 0");
        }
    }

    /** The depth scale 1.2 and bound 10 of the specification, with exact slopes and no fan-out norm, which slows lower layers. */
    public ChainTween() {
        this(1.2f, false, 0f, 10f);
    }

    /** The setting that matches the original's golden vectors: fan-out norm, and epsilon 0.01 on slopes. */
    public static ChainTween compatible() {
        return new ChainTween(1.2f, true, 0.01f, 10f);
    }

    @Override
    public BackwardPass bind(Plan plan) {
        int nodes = plan.nodes().size();
        Shaping[] shaping = new Shaping[nodes];
        float[] factor = new float[nodes];
        for (Node node : plan.nodes()) {
            float scale = depthScale(plan.latency() - 1 - node.depth());
            factor[node.index()] = scale;
            shaping[node.index()] = node instanceof StageNode stage ? shaping(stage, scale) : Shaping.EXACT;
        }
        return (pass, node) -> {
            pass.delta(node, shaping[node]);
            pass.accumulate(node, factor[node]);
            pass.pullback(node, shaping[node]);
        };
    }

    /** {@code s(distance)}. */
    float depthScale(int distance) {
        double exponent = distance <= 10 ? distance : 10 + StrictMath.log(distance - 9);
        return (float) Math.min(LARGEST_DEPTH_SCALE, StrictMath.pow(depthScale, exponent));
    }

    private Shaping shaping(StageNode node, float scale) {
        float inputScale =
                fanOutNorm ? (float) (1.0 / StrictMath.sqrt(node.stage().fanOut())) : 1f;
        return new Shaping(epsilon, scale, bound, inputScale, bound);
    }
}
