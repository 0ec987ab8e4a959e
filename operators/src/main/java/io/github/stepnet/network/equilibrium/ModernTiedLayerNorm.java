package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * {@link ModernTied} that hears itself through a layer norm, {@code q = (h - mean) / sqrt(variance + epsilon)}: it settles where {@code h = Wx x + b + W1^T tanh(W1 q +
 * b1)}, and the head reads {@code q}.
 *
 * <p>Its energy is {@code h^T q - hidden sqrt(variance + epsilon) - q^T (Wx x + b) - sum ln cosh(W1 q + b1)}, by the Lagrangian of a layer norm (Krotov and Hopfield
 * 2021). The map's Lipschitz constant is at most the square of the norm of {@code W1} over {@code sqrt(epsilon)}: a small epsilon leaves little room for weights. Errors
 * are those of {@code ModernTied}, and an epsilon outside [1e-5, 1000]. Section 1.3 of the specification.
 *
 * @param hidden units of the state
 * @param width units in between
 * @param epsilon added to the variance
 */
public record ModernTiedLayerNorm(
        @Default("64") int hidden,
        @Default("256") int width,
        @Default("1") float epsilon) implements EquilibriumModel {

    public ModernTiedLayerNorm {
        Tied.check("ModernTiedLayerNorm", hidden, width);
        Sizes.check("ModernTiedLayerNorm.epsilon", epsilon, 1e-5f, 1000);
    }

    @Override
    public List<ParameterBlock> learned(int inputs) {
        return Tied.blocks(inputs, hidden, width);
    }

    @Override
    public Dynamics compile(int inputs, int parametersAt, int drawnAt, Kernel kernel, StateLayout layout) {
        return new Tied(inputs, width, new Readout.LayerNorm(hidden, epsilon), parametersAt, kernel, layout);
    }
}
