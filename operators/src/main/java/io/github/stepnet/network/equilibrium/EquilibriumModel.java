package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import java.io.Serializable;
import java.util.List;

/**
 * The body of an equilibrium network: what settles while an event's features drive it, and what the head reads of it then.
 *
 * <p>An immutable description that {@linkplain #compile compiles} to {@link Dynamics}. A fresh model's weights are uniform within {@code
 * 1 / sqrt(fan-in)} and its recurrent ones orthogonal, as in section 1 of the specification.
 */
public sealed interface EquilibriumModel extends Serializable
        permits LoopedMlp, ToroidalMlp, ModernTied, ModernTiedLayerNorm, GatedMlp {

    /** Units of the state that the head reads. */
    int hidden();

    /** The parameters that are learned, from position 0 without holes. */
    List<ParameterBlock> learned(int inputs);

    /** Floats of parameters that stay as they were drawn; they lie behind all that are learned, the head's too. */
    default int drawn(int inputs) {
        return 0;
    }

    /** Whether the forces on the state are those of an energy, so that the contrast of two states is a gradient. */
    default boolean isConservative() {
        return true;
    }

    /** Whether every step of damped Picard iteration lowers the energy, for symmetric weights of a norm below 1. */
    default boolean descends() {
        return isConservative();
    }

    /** Whether its dynamics go on to complex states. */
    default boolean isComplex() {
        return false;
    }

    /**
     * Compiles the model.
     *
     * @param parametersAt where its learned parameters start in a key's floats
     * @param drawnAt where those start that stay as they were drawn
     * @param layout where it reserves what it remembers of its weights
     */
    Dynamics compile(int inputs, int parametersAt, int drawnAt, Kernel kernel, StateLayout layout);
}
