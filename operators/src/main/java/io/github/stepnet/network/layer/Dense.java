package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.spec.Default;

/**
 * A fully connected layer: {@code y[o] = f(b[o] + sum_i W[i,o] x[i])}.
 *
 * <p>{@code x: inputs}, {@code y: outputs}, {@code W: inputs x outputs}, {@code b: outputs}; an input of any shape is taken as the vector
 * of its values. State: {@code (inputs + 1) * outputs} floats of parameters, weights first. Tape: {@code outputs} floats for the
 * activations whose slope needs the pre-activation, else none. Work: {@code outputs} floats.
 *
 * <p>Section 1.5 of the stepping specification.
 *
 * @param outputs number of units, at least 1
 * @param activation function of each unit
 * @param initializer how weights and biases start
 */
public record Dense(
        int outputs,
        @Default("identity") Activation activation,
        @Default("he") Initializer initializer) implements LayerSpec {

    /** @throws IllegalArgumentException if {@code outputs} is below 1 */
    public Dense {
        if (outputs < 1) {
            throw new IllegalArgumentException("Dense.outputs is " + outputs + "; it must be at least 1");
        }
    }

    /** A layer that starts as He et al. recommend. */
    public Dense(int outputs, Activation activation) {
        this(outputs, activation, Initializer.HE);
    }

    /** An affine layer without an activation, as the last one before a cross-entropy loss. */
    public Dense(int outputs) {
        this(outputs, Activation.IDENTITY);
    }

    @Override
    public Wire lay(Wiring wiring, Wire from) {
        Shape input = from.shape();
        return wiring.through(new Affine(input, Shape.of(outputs), 1, activation, initializer), from);
    }
}
