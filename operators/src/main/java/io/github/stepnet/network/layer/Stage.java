package io.github.stepnet.network.layer;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.SplitMix64;
import java.util.List;

/**
 * A compiled layer, or one step of a compiled container: it knows sizes and offsets, owns no data, and does what a learning
 * rule asks by a few verbs.
 *
 * <p>One stage is one tick of latency in a mesh and one step of depth. Forward, a stage computes the sample's output, leaves in the
 * sample's tape what the backward verbs will need beside input and output (which the pass keeps anyway), and takes its
 * memory one event further. Backward, {@link #delta} comes first, then {@link #accumulate} if the stage is trained, then {@link
 * #pullback} if somebody needs the signal at its input; the latter two only read what the first left in the scratch. All verbs work on
 * the arrays of a {@link Frame}, allocate nothing, and write nowhere but where their description says.
 */
public interface Stage {

    /** Shape of the input. */
    Shape input();

    /** Shape of the output. */
    Shape output();

    /** The parameters in the order in which they lie; the first block starts at 0 and there are no holes. */
    default List<ParameterBlock> parameters() {
        return List.of();
    }

    /** Floats of tape that a sample leaves. */
    default int tape() {
        return 0;
    }

    /** Floats that a key remembers from one event to the next; zeros when the model is new. */
    default int memory() {
        return 0;
    }

    /** Whether gradients flow through the memory, from an event to the ones before it. */
    default boolean isRecurrent() {
        return false;
    }

    /** Floats of work that the verbs use; what {@link #delta} leaves there lasts until the sample's last verb. */
    default int scratch() {
        return 0;
    }

    /**
     * Of the scratch, the first floats that hold the signal before an element-wise activation once {@link #delta} is done; 0 if the stage
     * does not end in one. A rule may rescale and bound them before {@link #pullback}.
     */
    default int deltas() {
        return 0;
    }

    /** The number of units that each input feeds: the {@code m} in the tween's {@code 1 / sqrt(m)}. */
    default int fanOut() {
        return output().floats();
    }

    /** Writes the initial parameters from {@code at} on, drawing from {@code random} in a fixed order. */
    default void initialize(float[] parameters, int at, SplitMix64 random) {}

    /**
     * Computes the sample's output from its input and the memory, fills the tape, and replaces the memory by that after the event. The
     * tape must then hold what the backward verbs need of the memory as it was.
     */
    void forward(Frame frame);

    /**
     * Starts the way back: leaves in the scratch whatever {@link #accumulate} and {@link #pullback} share, from the signal at the output. A
     * recurrent stage finds in {@link Frame#memorySignalAt} the signal with respect to its memory after the event, and replaces
     * it by that before the event.
     *
     * @param epsilon added to the slopes of curved element-wise activations, 0 for the exact derivative
     */
    void delta(Frame frame, float epsilon);

    /** Adds {@code scale} times the gradient of the sample's loss to the parameter gradient. */
    default void accumulate(Frame frame, float scale) {}

    /** Writes (overwriting) the signal at the input. */
    void pullback(Frame frame);

    /** Floats that the parameters take together. */
    default int parameterFloats() {
        int floats = 0;
        for (ParameterBlock block : parameters()) {
            floats += block.floats();
        }
        return floats;
    }
}
