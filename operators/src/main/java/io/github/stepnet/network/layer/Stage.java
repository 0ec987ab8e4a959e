package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import java.util.List;

/**
 * A compiled layer: it knows sizes and offsets, owns no data, and does what a learning rule asks by a few verbs.
 *
 * <p>One stage is one tick of latency in a mesh and one step of depth. A forward pass leaves in the sample's tape what the
 * backward verbs of that sample will need beside its input and its output, which the pass keeps anyway. All verbs work on the arrays of
 * a {@link Frame}, allocate nothing, and write nowhere but where their description says.
 */
public interface Stage {

    /** Shape of the input. */
    Shape input();

    /** Shape of the output. */
    Shape output();

    /** The parameters in the order in which they lie; the first block starts at 0 and there are no holes. */
    List<ParameterBlock> parameters();

    /** Floats of tape that a sample leaves. */
    int tape();

    /** Floats of work that the backward verbs use; what they leave there is theirs from a sample's first verb to its last. */
    int scratch();

    /** The number of units that each input feeds: the {@code m} in the tween's {@code 1 / sqrt(m)}. */
    int fanOut();

    /** Writes the initial parameters from {@code at} on, drawing from {@code random} in a fixed order. */
    void initialize(float[] parameters, int at, SplitMix64 random);

    /** Computes the sample's output from its input, and fills its tape. */
    void forward(Frame frame);

    /**
     * Moves the signal: reads the one at the output, writes the one at the input (overwriting it), touches no parameter.
     * Called only if {@link Frame#inputSignalAt} is an offset. {@link Shaping#inputScale} and {@link Shaping#inputBound}
     * are left to the caller.
     */
    void pullback(Frame frame, Shaping shaping);

    /** Adds {@code scale} times the gradient of the sample's loss to the parameter gradient; touches no signal. */
    void accumulate(Frame frame, Shaping shaping, float scale);

    /** Floats that the parameters take together. */
    default int parameterFloats() {
        int floats = 0;
        for (ParameterBlock block : parameters()) {
            floats += block.floats();
        }
        return floats;
    }
}
