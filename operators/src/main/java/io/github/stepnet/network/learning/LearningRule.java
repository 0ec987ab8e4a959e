package io.github.stepnet.network.learning;

import io.github.stepnet.network.plan.Plan;
import java.io.Serializable;

/**
 * How the error at a network's output becomes a gradient for every parameter: an immutable description that is bound to a plan.
 *
 * <p>A rule shapes signals and sets factors per layer. What happens to the gradient afterwards, momentum and bounds on a
 * step among it, is the optimiser's.
 */
public sealed interface LearningRule extends Serializable permits Backprop, ChainTween, Tween {

    /** The backward pass of this rule over {@code plan}. */
    BackwardPass bind(Plan plan);

    /**
     * Whether the signal of a loss goes back over earlier events through carried memory; a rule whose signals are no gradients has no use
     * for it.
     */
    default boolean reachesBack() {
        return true;
    }

    /** Whether the result is the exact gradient of the loss, so that a stage may fuse it with a descent step. */
    default boolean isExactGradient() {
        return false;
    }

    /**
     * How far from a hidden stage's output the target lies that its gap is measured to, in units of the rule's signal there: 0.1 for a
     * signal that is a loss gradient, 1 for one that is a gap itself.
     */
    default float gapScale() {
        return 0.1f;
    }
}
