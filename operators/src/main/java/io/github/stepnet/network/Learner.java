package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.health.HealthProbe;
import java.util.Optional;

/**
 * What an operator knows of a model: it ticks.
 *
 * <p>A learner is compiled once per subtask, keeps nothing of its own between two calls, and works on the state of whichever key
 * it is given. Network, committee and every other model are behind this seam. Calls allocate nothing and are not thread-safe.
 */
public interface Learner {

    /** Makes a fresh state a new model's. */
    void initialize(NetworkState state);

    /**
     * Predict, learn, remember: one event is one tick. The answer may be for an earlier event of the key, or absent while a
     * mesh fills; a truth teaches when its event is answered.
     */
    void tick(NetworkState state, Example example, Answer answer);

    /** A tick without an event, which moves the events in flight on by one stage; changes nothing where none is in flight. */
    void bubble(NetworkState state, Answer answer);

    /** Number of events that have entered and are not answered yet. */
    int inFlight(NetworkState state);

    /** How many ticks a key's model has had, bubbles among them. */
    long ticks(NetworkState state);

    /** How many updates a key's weights have received; of a committee, in how many ticks its members learned. */
    long updates(NetworkState state);

    /** Keeps what a truth that comes later needs of the event that the tick or bubble just done has answered without one. */
    void keep(NetworkState state, Answer answer, PendingExample pending);

    /**
     * The truth of an event that was answered without one: teaches with the weights as they are now, and with the event and the memory as
     * they were then. Memory and feature statistics stay.
     *
     * @param truth in the form of {@link Example#truth}
     * @param answer is filled in as it was given, and with what comes of the truth
     */
    void teach(NetworkState state, PendingExample pending, float[] truth, Answer answer);

    /**
     * Adds {@code weight} times the gradient of an event that was answered without a truth to what the next {@link #apply} takes; answers
     * nothing and changes nothing else, but where truths are remembered they count from now on. What is accumulated for a key is applied before anything else is trained.
     *
     * <p>This is no lesson: signals are not sharpened, no technique takes the event in, hand-overs and windows do not count it, and nothing
     * is measured. Rates of layers and bypassed stages hold for {@link #apply} as for every step.
     */
    void accumulate(NetworkState state, PendingExample pending, float[] truth, float weight);

    /**
     * A tick that answers its event at once and learns nothing of its truth but what it remembers of truths, and scores the answer: the truth
     * teaches later, by {@link #accumulateMean}, with those of other events. {@link #keep} may follow.
     *
     * @throws UnsupportedOperationException if this learner has no such tick
     */
    default void score(NetworkState state, Example example, Answer answer) {
        throw new UnsupportedOperationException("this learner learns every event in its own tick");
    }

    /**
     * Like {@link #accumulate}, for events that were scored. Several are melted into one: their mean input is computed with the weights as they
     * are, and carries back the mean of the signals at the output, the gradients of their losses.
     *
     * @param from the first of the events
     * @param to the one behind the last; there is at least one
     * @throws UnsupportedOperationException if this learner scores no events, or a mean of them means nothing to it
     */
    default void accumulateMean(
            NetworkState state, PendingExample[] pending, float[][] truths, int from, int to, float weight) {
        throw new UnsupportedOperationException("this learner learns every event in its own tick");
    }

    /**
     * Turns what has been accumulated since the last step into one step along its mean.
     *
     * @return whether the step was taken; false if nothing was accumulated or it would have left a non-finite value
     */
    boolean apply(NetworkState state);

    /**
     * From now on, and instead of what was said before, measures the stages at every so many updates of a key: {@link Answer#measured} tells of a
     * tick that did. Changes nothing that is learned.
     *
     * @param health what is to be measured; it is on
     * @return what holds the figures of such a tick until the next tick; empty if this learner has no stages to measure
     */
    default Optional<HealthProbe> measure(Health health) {
        return Optional.empty();
    }

    /** What descriptions call a stage that {@link Answer#events} tells of, such as {@code layers[1]}. */
    default String stageName(int stage) {
        return Integer.toString(stage);
    }

    /** The tapes of the events so far are lost: no gradient reaches back beyond this moment. */
    default void forgetPast(NetworkState state) {}

    /** A copy of a key's weights, one part of the learner after the other. */
    float[] parameters(NetworkState state);

    /** A room for this learner's examples. */
    Example newExample();

    /** A room for this learner's answers. */
    Answer newAnswer();

    /** A room for what {@link #keep} keeps. */
    PendingExample newPendingExample();

    /** What the learner is, as a table for a person: stages, shapes, floats. */
    String describe();
}
