/**
 * The engine: networks that predict, learn and remember one event at a time. It needs the JDK only, and has no threads, no clock and
 * no randomness but its seed.
 *
 * <p>A {@link io.github.stepnet.network.LearnerSpec} is an immutable description. It compiles to a {@link io.github.stepnet.network.Learner}, of which
 * each subtask has one, and which works on the state of whichever key it is given. {@link io.github.stepnet.network.Network} is the learner for a
 * {@link io.github.stepnet.network.NetworkSpec}: features go through the scaler into a plan of stages (package {@code plan}, layers in
 * {@code layer}), the loss turns the output into an answer and a signal (package {@code loss}), the rule turns the signal into a gradient
 * (package {@code learning}), and the optimiser turns the gradient into a step (package {@code optimizer}).
 * An {@link io.github.stepnet.network.EquilibriumNetwork} is the learner for an {@link io.github.stepnet.network.EquilibriumSpec}, whose body settles (package {@code
 * equilibrium}). A {@link io.github.stepnet.network.Committee} mixes the answers of several learners of one key.
 *
 * <p>To add one here: a new kind of model implements {@code Learner}, and {@code LearnerSpec} with a record that it permits; a new layer,
 * rule, optimiser or loss goes into its own package.
 */
package io.github.stepnet.network;
