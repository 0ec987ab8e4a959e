/**
 * How a network learns: rules, what is added to them, and when one gives way to another; one file each.
 *
 * <p>A {@link io.github.stepnet.network.learning.LearningRule} is bound to a plan once and then called for every sample that teaches. It visits
 * the nodes from the last to the first and tells each what to do with the signal and with its gradient, in the verbs of a stage. It never asks
 * what kind of layer it talks to; what differs per layer (distance from the output, fan-out) is read from the plan while binding.
 *
 * <p>A {@link io.github.stepnet.network.learning.Technique} goes with every rule: it is called at fixed places of a {@link
 * io.github.stepnet.network.learning.Lesson}, changes the signal at the output, adds examples, scales the rates of layers, or watches what comes of it,
 * and remembers in the key's state only. A {@link io.github.stepnet.network.learning.HandOver} says when another rule takes over. What either does on its
 * own account is told in {@link io.github.stepnet.network.learning.LearningEvents}, and drifts of the stream with what was done about them in {@link
 * io.github.stepnet.network.learning.Drifts}.
 *
 * <p>To add one here: write the record in one file and add its name to the {@code permits} clause of {@code LearningRule} or {@code
 * Technique}; {@code RuleContractTest} asks for an example of it, and what it does needs a test of its own. One that tells something says so in
 * {@code tells} and needs a {@code LearningEvents.Kind}, the same symbol in {@code LearningEvent.avsc} and its case in {@code
 * Records.learningEvent}.
 */
package io.github.stepnet.network.learning;
