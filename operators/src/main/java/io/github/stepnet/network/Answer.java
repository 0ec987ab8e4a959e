package io.github.stepnet.network;

import io.github.stepnet.network.equilibrium.EquilibriumEvents;
import io.github.stepnet.network.equilibrium.Settlement;
import io.github.stepnet.network.learning.Drifts;
import io.github.stepnet.network.learning.LearningEvents;

/**
 * What a tick gave: an answer for this event or for an earlier one, or none. Reused for every event of a subtask.
 *
 * <p>All fields but {@link #present}, {@link #entered}, {@link #tick}, {@link #learned}, {@link #refused}, {@link #drifts} and {@link #equilibrium} are meaningful only if {@link #present} is true.
 */
public final class Answer {

    /** Whether there is an answer; not so while a mesh fills. */
    public boolean present;

    /** Id of the event that is answered, or null if it was known by its sequence number only. */
    public String eventId;

    /** Number of the answered event among those of its key, from 1. */
    public long sequence;

    /** Number of the event that came in at this tick among those of its key, from 1; 0 at a bubble. */
    public long entered;

    /** Number of this tick among those of its key, from 1; bubbles count. */
    public long tick;

    /** Ticks from the answered event's own to this one. */
    public int latencyTicks;

    /** Updates that the weights had seen when they answered. */
    public long updates;

    /** Probabilities of the classes, or values in the target's units. */
    public final float[] outputs;

    /** The most probable class, the lowest of equals; -1 for regression. */
    public int predictedClass;

    /** Whether the answered event's truth is known. */
    public boolean known;

    /** The answered event's truth, as in {@link Example#truth}; meaningful if {@link #known}. */
    public final float[] truth;

    /** The loss of the answer, as the network minimises it (see {@link FeatureScaling}); meaningful if {@link #known}. */
    public float loss;

    /** Whether this tick taught the network. */
    public boolean learned;

    /** Whether this tick's step, or a part of it, would have left a non-finite value and was not taken. */
    public boolean refused;

    /** What policies did to the network in this tick; null if there was nothing to learn. Valid until the next tick. */
    public LearningEvents events;

    /**
     * The drifts that this tick has shown, whether or not there is an answer; null if the learner tells of none. Valid until the next
     * tick.
     */
    public Drifts drifts;

    /** Whether an update of this tick was one whose stages are measured ({@link Learner#measure}). */
    public boolean measured;

    /** Number of that update among those of the key, from 1; of the last, if the tick had several. */
    public long measuredUpdate;

    /** Evaluations of the map until the event settled; 0 if the learner does not settle. */
    public int iterations;

    /** How far the event's settled state is from where the map would take it; meaningful if {@link #settlement} is not null. */
    public float residual;

    /** How settling has ended; null if the learner does not settle. */
    public Settlement settlement;

    /** What this tick's settling and learning have reached or lost; null if the learner does not settle. Valid until the next tick. */
    public EquilibriumEvents equilibrium;

    /** Room for {@code outputs} probabilities or values and {@code truths} floats of truth. */
    public Answer(int outputs, int truths) {
        this.outputs = new float[outputs];
        truth = new float[truths];
    }

    /** No answer, nothing learned. */
    void clear() {
        present = false;
        entered = 0;
        known = false;
        learned = false;
        refused = false;
        measured = false;
        measuredUpdate = 0;
        eventId = null;
        events = null;
        drifts = null;
        iterations = 0;
        residual = 0f;
        settlement = null;
        equilibrium = null;
    }

    /** Predicts by the outputs: the most probable class, or none. */
    void choose(boolean isOfClasses) {
        int best = isOfClasses ? 0 : -1;
        for (int c = 1; isOfClasses && c < outputs.length; c++) {
            if (outputs[c] > outputs[best]) {
                best = c;
            }
        }
        predictedClass = best;
    }

    /** Probability of the predicted class, or 1 for regression. */
    public float confidence() {
        return predictedClass < 0 ? 1f : outputs[predictedClass];
    }
}
