package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.spec.Default;
import java.util.List;

/**
 * One layer that hears itself: it settles where {@code h = tanh(Wx x + b + W h)}.
 *
 * <p>Shapes: {@code Wx: inputs x hidden}, {@code b: hidden}, {@code W: hidden x hidden}. With symmetric weights its energy is that of a continuous Hopfield
 * network (Hopfield 1984), {@code sum_i [h_i artanh h_i + ln(1 - h_i^2) / 2] - h^T W h / 2 - h^T (Wx x + b)}. State: {@code (inputs + 1 + hidden) hidden} parameters,
 * {@code hidden} floats of settled state, {@code hidden} floats and a double for the norm of {@code W}. Work per iteration: {@code hidden^2} multiply-adds.
 *
 * <p>Non-symmetric weights have no energy: a contrast of states is not their gradient. A size below 1 is an error. Section 1.1 of the specification.
 *
 * @param hidden units
 * @param symmetric whether {@code W} is kept symmetric
 */
public record LoopedMlp(
        @Default("64") int hidden, @Default("true") boolean symmetric) implements EquilibriumModel {

    public LoopedMlp {
        Sizes.check("LoopedMlp.hidden", hidden);
    }

    @Override
    public List<ParameterBlock> learned(int inputs) {
        return Recurrence.blocks(inputs, hidden);
    }

    @Override
    public boolean isConservative() {
        return symmetric;
    }

    @Override
    public boolean isComplex() {
        return symmetric;
    }

    @Override
    public Dynamics compile(int inputs, int parametersAt, int drawnAt, Kernel kernel, StateLayout layout) {
        return new Recurrence(inputs, hidden, symmetric, parametersAt, kernel, layout);
    }
}
