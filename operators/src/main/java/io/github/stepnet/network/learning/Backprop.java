package io.github.stepnet.network.learning;

import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.plan.Shaping;

/**
 * Backpropagation: the exact gradient of the loss.
 *
 * <p>Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, Nature 323 (1986).
 */
public record Backprop() implements LearningRule {

    @Override
    public BackwardPass bind(Plan plan) {
        return (pass, node) -> {
            pass.delta(node, Shaping.EXACT);
            pass.accumulate(node, 1f);
            pass.pullback(node, Shaping.EXACT);
        };
    }

    @Override
    public boolean isExactGradient() {
        return true;
    }
}
