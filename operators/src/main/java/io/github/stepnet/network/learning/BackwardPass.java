package io.github.stepnet.network.learning;

import io.github.stepnet.network.plan.Pass;

/** A learning rule bound to a plan: immutable, called once per sample that teaches. */
@FunctionalInterface
public interface BackwardPass {

    /**
     * Adds the sample's gradient to the gradient of {@code pass}. The pass is aimed at the sample, its forward pass is done, and
     * the signal of the output wire holds the gradient of the loss.
     */
    void run(Pass pass);
}
