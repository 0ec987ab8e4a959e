package io.github.stepnet.network.learning;

import io.github.stepnet.network.plan.Pass;

/**
 * A learning rule bound to a plan: immutable, called once per sample that teaches.
 *
 * <p>In a pipeline the nodes of a plan are run for different samples, in any order within a tick: what a rule needs of the nodes above comes by the
 * signal, nothing is kept between two calls.
 */
@FunctionalInterface
public interface BackwardPass {

    /**
     * Adds one node's share of its sample's gradient to the gradient of {@code pass}, and moves the signal from the node's output to its inputs. The
     * node is aimed at the sample, the forward pass is done, and the signal of its output wire is complete.
     */
    void run(Pass pass, int node);

    /**
     * Adds the sample's gradient to the gradient of {@code pass}. The pass is aimed at the sample, its forward pass is done, and
     * the signal of the output wire holds the gradient of the loss.
     */
    default void run(Pass pass) {
        for (int node = pass.plan().nodes().size() - 1; node >= 0; node--) {
            run(pass, node);
        }
    }
}
