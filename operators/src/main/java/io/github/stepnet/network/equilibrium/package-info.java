/**
 * Networks that settle to an equilibrium and learn from the contrast of two settled states.
 *
 * <p>An {@link io.github.stepnet.network.equilibrium.EquilibriumModel} is a description, one file each. It compiles to {@link
 * io.github.stepnet.network.equilibrium.Dynamics}: the map {@code f} whose fixed point is where the model settles, its energy, and their local derivatives. Everything else
 * knows the model by these verbs: the {@link io.github.stepnet.network.equilibrium.EquilibriumSolver} iterates {@code f} as {@link
 * io.github.stepnet.network.equilibrium.Settling} says; the {@link io.github.stepnet.network.equilibrium.Head} reads the settled state and pulls a nudged one; an {@link
 * io.github.stepnet.network.equilibrium.EquilibriumPropagation} makes a gradient of {@link io.github.stepnet.network.equilibrium.Phases}; the {@link
 * io.github.stepnet.network.equilibrium.SpectralNorm} keeps the map a contraction. {@link io.github.stepnet.network.equilibrium.Equilibrium} is all of them for one key, and
 * what a learner holds.
 *
 * <p>To add one here: a model is a record that {@code EquilibriumModel} permits, in one file with its dynamics or beside them, and a line in the cases of the model
 * contract; a way to estimate gradients is a record of {@code EquilibriumPropagation}.
 */
package io.github.stepnet.network.equilibrium;
