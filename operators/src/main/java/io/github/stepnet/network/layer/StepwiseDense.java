package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.spec.Default;

/**
 * The same fully connected layer for every step: {@code y[t,o] = f(b[o] + sum_i W[i,o] x[t,i])}; also called time-distributed or
 * pointwise.
 *
 * <p>{@code x: steps x inputs}, {@code y: steps x outputs}, {@code W: inputs x outputs}, {@code b: outputs}. State: {@code (inputs + 1) *
 * outputs} floats of parameters, weights first, however many steps there are. Tape: one output for the activations whose slope needs the
 * pre-activation, else none. Work: one output.
 *
 * <p>A step sees no other: mix steps by attention, a recurrent layer or {@link Conv1d}, or take all of them at once by {@link Dense}.
 *
 * <p>Lin, Chen and Yan 2014, "Network In Network", section 3; it is {@link Dense} (section 1.5 of the stepping specification) with
 * shared weights.
 *
 * @param outputs number of units of each step, at least 1
 * @param activation function of each unit
 * @param initializer how weights and biases start
 */
public record StepwiseDense(
        int outputs,
        @Default("identity") Activation activation,
        @Default("he") Initializer initializer) implements LayerSpec {

    /** @throws IllegalArgumentException if {@code outputs} is below 1 */
    public StepwiseDense {
        if (outputs < 1) {
            throw new IllegalArgumentException("StepwiseDense.outputs is " + outputs + "; it must be at least 1");
        }
    }

    /** A layer that starts as He et al. recommend. */
    public StepwiseDense(int outputs, Activation activation) {
        this(outputs, activation, Initializer.HE);
    }

    /** An affine map without an activation. */
    public StepwiseDense(int outputs) {
        this(outputs, Activation.IDENTITY);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        Shape input = from.shape();
        if (input.rank() != 2) {
            throw new IllegalArgumentException("StepwiseDense takes steps x inputs but its input is " + input
                    + "; put a reshape in front, or use dense for all values at once");
        }
        int steps = input.size(0);
        return wiring.through(new Affine(input, Shape.of(steps, outputs), steps, activation, initializer), from);
    }
}
