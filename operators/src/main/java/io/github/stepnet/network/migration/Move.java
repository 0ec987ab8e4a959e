package io.github.stepnet.network.migration;

import io.github.stepnet.network.NetworkSpec;

/**
 * One change of a network's architecture, and what becomes of its weights. Layers are counted from 0; {@code W} is {@code inputs x outputs}.
 *
 * <p>An error is a layer that the move is not for.
 */
public sealed interface Move permits Widen, Deepen, AddClasses, RemoveClass, AddInputs {

    /** What the network is afterwards. */
    NetworkSpec spec(NetworkSpec before);

    /** Changes a key's tensors likewise. */
    void carry(NetworkSpec before, Tensors tensors);

    /** The answer that the new network has to give where the old one gave this one; null where nothing is promised. */
    default float[] expected(float[] answer) {
        return answer;
    }

    /** The outputs behind the last layer, before the loss makes an answer of them, where the old network had these; null where nothing is promised. */
    default float[] outputs(float[] before) {
        return before;
    }

    /** The features that the new network gets where the old one got these. */
    default float[] features(float[] before) {
        return before;
    }

    /** Whether a class has the number that it had. */
    default boolean keepsLabels() {
        return true;
    }
}
