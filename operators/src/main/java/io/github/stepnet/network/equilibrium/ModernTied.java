package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * Two layers with tied weights: it settles where {@code h = Wx x + b + W1^T tanh(W1 h + b1)}.
 *
 * <p>Shapes: {@code Wx: inputs x hidden}, {@code b: hidden}, {@code W1: hidden x width}, {@code b1: width}. A step towards the target is a step down the
 * energy {@code |h|^2 / 2 - h^T (Wx x + b) - sum ln cosh(W1 h + b1)}. The map's Lipschitz constant is at most the square of the norm of {@code W1}. Work per
 * iteration: {@code 2 hidden width} multiply-adds. Sizes below 1 and a width below {@code hidden} are errors. Section 1.3 of the specification.
 *
 * @param hidden units of the state
 * @param width units in between
 */
public record ModernTied(
        @Default("64") int hidden, @Default("256") int width) implements EquilibriumModel {

    public ModernTied {
        Tied.check("ModernTied", hidden, width);
    }

    @Override
    public List<ParameterBlock> learned(int inputs) {
        return Tied.blocks(inputs, hidden, width);
    }

    @Override
    public Dynamics compile(int inputs, int parametersAt, int drawnAt, Kernel kernel, StateLayout layout) {
        return new Tied(inputs, width, new Readout.Identity(hidden), parametersAt, kernel, layout);
    }
}
