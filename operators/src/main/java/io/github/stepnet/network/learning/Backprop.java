package io.github.stepnet.network.learning;

import io.github.stepnet.network.layer.Shaping;
import io.github.stepnet.network.plan.Plan;

/**
 * Backpropagation: the exact gradient of the loss.
 *
 * <p>Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, Nature 323 (1986).
 */
public record Backprop() implements LearningRule {

    @Override
    public BackwardPass bind(Plan plan) {
        int last = plan.nodes().size() - 1;
        return pass -> {
            for (int node = last; node >= 0; node--) {
                pass.accumulate(node, Shaping.EXACT, 1f);
                pass.pullback(node, Shaping.EXACT);
            }
        };
    }

    @Override
    public boolean isExactGradient() {
        return true;
    }
}
