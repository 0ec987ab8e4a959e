package io.github.stepnet.network;

import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.Loss;
import java.io.Serializable;

/**
 * An immutable description of a {@link Learner}, which travels in the job graph.
 *
 * <p>The permitted records are the library's own learners, by whose names a text tells them apart; {@link CustomLearner} is the open door for
 * others.
 */
public sealed interface LearnerSpec extends Serializable
        permits NetworkLearner, EquilibriumLearner, Committee, Persistence, CustomLearner {

    /** Number of features of an event. */
    int inputs();

    /** What is learned. */
    Loss.Task task();

    /** Number of classes, or of target values. */
    int answers();

    /** Whether every truth leads to one update in the tick that answers it, unless that is refused. */
    default boolean updatesAtEveryTruth() {
        return false;
    }

    /**
     * Compiles the learner.
     *
     * @param layout where it reserves the slots of a key's state
     * @param kernel the loops it computes with
     * @throws IllegalArgumentException if the description is impossible
     */
    Learner compile(StateLayout layout, Kernel kernel);

    /** The whole description as one line of text; equal text means equal behaviour and equal layout of state. */
    String canonicalText();
}
