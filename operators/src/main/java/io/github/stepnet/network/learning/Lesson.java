package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.plan.Pass;

/** A sample with its truth, as techniques see it while it is learned. Reused for every event of a subtask. */
public final class Lesson {

    /** The key's state. */
    public NetworkState state;

    /** The pass that has answered the sample, aimed at it; values and signals of all wires are in it. */
    public Pass pass;

    /** The sample's sequence number among the key's events. */
    public long sample;

    /** The answer: probabilities or values. */
    public float[] answer;

    /** The truth as the loss takes it: the class, or target values as the network sees them. */
    public float[] truth;

    /** The loss of the answer. */
    public float loss;

    /** Whether the answered class was the right one; false where there are no classes. */
    public boolean isHit;

    /** Updates that the key had seen before. */
    public long updates;

    /** Once the lesson is over: whether it led to an update. */
    public boolean learned;

    /** Once the lesson is over: whether its update would have left a non-finite value and was not taken. */
    public boolean refused;

    /** Once everybody has taken what they had to: updates that the key has seen. */
    public long updatesAfter;

    /** What techniques and policies have to tell of it. */
    public final LearningEvents events = new LearningEvents();

    /** The drifts that its tick has shown, in inputs or in answers. */
    public final Drifts drifts = new Drifts();
}
