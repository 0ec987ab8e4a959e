package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.loss.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The {@link TemporalInputs} of a key's events: writes those of an event, and takes events and truths in. */
final class TemporalMemory {

    private final int[] averaged;
    private final float[] featureDecays;
    private final boolean withTime;
    private final int previous;
    private final float[] labelDecays;
    private final int answers;
    private final boolean isOfClasses;
    /** Null where nothing is standardised. */
    private final RunningScaler scaler;

    private final int eventsAt;
    private final int timeAt;
    private final int averagesAt;
    private final int truthsAt;
    private final int historyAt;
    private final float[] raw;
    private final float[] vector;
    private final float[] averagesBefore;
    private long timeBefore;

    TemporalMemory(NetworkSpec network, int answers, StateLayout layout) {
        TemporalInputs spec = network.temporal();
        this.answers = answers;
        averaged = IntStream.range(0, network.inputs())
                .filter(feature -> !network.unscaled().contains(feature))
                .toArray();
        featureDecays = floats(spec.featureAverages());
        labelDecays = floats(spec.labelAverages());
        withTime = spec.timeSinceLast();
        previous = spec.previousLabels();
        isOfClasses = network.loss().task() == Loss.Task.CLASSIFICATION;
        raw = new float[spec.ofEvents(averaged.length)];
        scaler = network.scaling() != FeatureScaling.NONE && raw.length > 0
                ? new RunningScaler(raw.length, List.of(), network.scaling().reach(), layout)
                : null;
        eventsAt = layout.reserveLongs(featureDecays.length > 0 ? 1 : 0);
        timeAt = layout.reserveLongs(withTime ? 1 : 0);
        averagesBefore = new float[Math.multiplyExact(averaged.length, featureDecays.length)];
        averagesAt = layout.reserveFloats(averagesBefore.length);
        truthsAt = layout.reserveLongs(labelDecays.length > 0 ? 1 : 0);
        historyAt = layout.reserveFloats(spec.ofTruths(answers));
        vector = new float[answers];
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    void initialize(NetworkState state) {
        if (withTime) {
            state.longs[timeAt] = Example.NO_TIME;
        }
    }

    /** Writes the inputs of an event whose scaled features are in place, and takes it in; {@link #forget} undoes the last call. */
    void take(NetworkState state, long time, float[] values, int featuresAt, int outAt) {
        System.arraycopy(state.floats, averagesAt, averagesBefore, 0, averagesBefore.length);
        int n = 0;
        if (featureDecays.length > 0) {
            long events = ++state.longs[eventsAt];
            for (float decay : featureDecays) {
                float share = share(decay, events);
                for (int feature : averaged) {
                    float value = values[featuresAt + feature];
                    float average = events == 1 ? value : state.floats[averagesAt + n];
                    raw[n] = value - average;
                    state.floats[averagesAt + n] = average + share * raw[n];
                    n++;
                }
            }
        }
        if (withTime) {
            timeBefore = state.longs[timeAt];
            boolean isKnown = time != Example.NO_TIME && timeBefore != Example.NO_TIME;
            raw[n] = isKnown ? (float) StrictMath.log1p(Math.max(0.0, (double) time - timeBefore)) : 0f;
            state.longs[timeAt] = time == Example.NO_TIME ? timeBefore : Math.max(time, timeBefore);
        }
        if (scaler != null) {
            scaler.observe(state, raw);
            scaler.transform(state, raw, values, outAt);
        } else {
            System.arraycopy(raw, 0, values, outAt, raw.length);
        }
        int history = answers * (previous + labelDecays.length);
        System.arraycopy(state.floats, historyAt, values, outAt + raw.length, history);
    }

    /** Undoes the last {@link #take}, which must have been of the same state. */
    void forget(NetworkState state) {
        System.arraycopy(averagesBefore, 0, state.floats, averagesAt, averagesBefore.length);
        if (featureDecays.length > 0) {
            state.longs[eventsAt]--;
        }
        if (withTime) {
            state.longs[timeAt] = timeBefore;
        }
        if (scaler != null) {
            scaler.forget(state);
        }
    }

    /**
     * A truth is known now.
     *
     * @param truth one float with the class, or the values in the units that the network learns in
     */
    void learn(NetworkState state, float[] truth) {
        if (isOfClasses) {
            Arrays.fill(vector, 0f);
            vector[(int) truth[0]] = 1f;
        } else {
            System.arraycopy(truth, 0, vector, 0, answers);
        }
        float[] floats = state.floats;
        if (previous > 0) {
            System.arraycopy(floats, historyAt, floats, historyAt + answers, answers * (previous - 1));
            System.arraycopy(vector, 0, floats, historyAt, answers);
        }
        if (labelDecays.length > 0) {
            long truths = ++state.longs[truthsAt];
            int at = historyAt + answers * previous;
            for (float decay : labelDecays) {
                float share = share(decay, truths);
                for (int c = 0; c < answers; c++, at++) {
                    floats[at] += share * (vector[c] - floats[at]);
                }
            }
        }
    }

    private static float share(float decay, long count) {
        return Math.max(1f - decay, 1f / count);
    }
}
