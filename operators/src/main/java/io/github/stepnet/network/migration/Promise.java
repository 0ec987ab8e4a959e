package io.github.stepnet.network.migration;

import io.github.stepnet.network.arena.NetworkState;
import java.util.List;

/** What moves promise of a key's answers, to be held against them: none, that they stay what they were. */
public final class Promise {

    /** As many as give running statistics a variance: without one, a network answers to zeros whatever the event. */
    private static final int FIRST = 2;

    private final List<Move> moves;
    private final Sweep was;
    private final Sweep is;

    /**
     * A promise.
     *
     * @param before models as they were
     * @param after models as they are, which may learn in another way than those that the moves lead to
     * @throws IllegalArgumentException if the models are not of one network
     */
    public Promise(Models before, List<Move> moves, Models after) {
        this.moves = List.copyOf(moves);
        was = new Sweep(before);
        is = new Sweep(after);
    }

    /**
     * How far the new model's answers are from what is promised, over inputs: the largest difference of two values, of those above 1 in magnitude
     * relative to it.
     *
     * @param before a key's model, which stays as it is
     * @param after what it has become, which stays as it is
     * @param inputs features of events, of which each is asked as if it were the one behind the first two
     */
    public double difference(NetworkState before, NetworkState after, List<float[]> inputs) {
        NetworkState first = was.of(before);
        NetworkState second = is.of(after);
        for (float[] features : inputs.subList(0, Math.min(FIRST, inputs.size()))) {
            was.see(first, features);
            is.see(second, features(moves, features));
        }
        double largest = 0;
        for (float[] features : inputs) {
            float[] expected = expected(moves, was.answer(first, features));
            float[] given = is.answer(second, features(moves, features));
            for (int i = 0; expected != null && i < expected.length; i++) {
                double difference = Math.abs(expected[i] - given[i]) / Math.max(1, Math.abs(expected[i]));
                // One that is not a number is no small one.
                largest = difference <= largest ? largest : difference;
            }
        }
        return largest;
    }

    /** The features that the new network gets where the old one got these. */
    static float[] features(List<Move> moves, float[] before) {
        float[] features = before;
        for (Move move : moves) {
            features = move.features(features);
        }
        return features;
    }

    /** The answer that the new network has to give where the old one gave this one; null where nothing is promised. */
    static float[] expected(List<Move> moves, float[] answer) {
        float[] expected = answer;
        for (Move move : moves) {
            expected = expected == null ? null : move.expected(expected);
        }
        return expected;
    }
}
