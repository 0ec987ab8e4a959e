/**
 * What a learning rule is, one file each.
 *
 * <p>A rule is bound to a plan once and then called for every sample that teaches. It visits the nodes from the last to the first and
 * tells each what to do with the signal and with its gradient, in the verbs of a stage. It never asks what kind of layer it talks
 * to; what differs per layer (distance from the output, fan-out) is read from the plan while binding.
 *
 * <p>To add one here: write the record in one file and add its name to the {@code permits} clause of
 * {@link io.github.stepnet.network.learning.LearningRule}.
 */
package io.github.stepnet.network.learning;
