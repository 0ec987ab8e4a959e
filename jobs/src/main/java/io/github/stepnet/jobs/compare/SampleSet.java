package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.stream.SampleStream;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.arena.NetworkState;

/** A fixed number of samples of a stream, with features of unit variance, to be learned again and again or to be asked for. */
final class SampleSet {

    /** Features are uniform in [-1, 1), of variance 1/3. */
    private static final float TO_UNIT_VARIANCE = (float) Math.sqrt(3);

    private final float[][] features;
    private final int[] labels;
    private final int classes;

    /** The next samples of a stream. */
    SampleSet(SampleStream stream, int samples) {
        features = new float[samples][stream.inputs()];
        labels = new int[samples];
        classes = stream.classes();
        for (int i = 0; i < samples; i++) {
            labels[i] = stream.next(features[i]);
            for (int k = 0; k < features[i].length; k++) {
                features[i][k] *= TO_UNIT_VARIANCE;
            }
        }
    }

    int size() {
        return labels.length;
    }

    /** Makes an example the sample {@code i}, its label known or not. */
    void fill(int i, boolean isLabelled, Example example) {
        System.arraycopy(features[i], 0, example.features, 0, features[i].length);
        if (isLabelled) {
            example.label(labels[i]);
        } else {
            example.unlabelled();
        }
    }

    /** Share of the samples that a network in SWEEP answers with their label. Nothing is learned. */
    double accuracy(Network network, NetworkState state, Example example, Answer answer) {
        int hits = 0;
        for (int i = 0; i < size(); i++) {
            fill(i, false, example);
            network.tick(state, example, answer);
            hits += answer.predictedClass == labels[i] ? 1 : 0;
        }
        return (double) hits / size();
    }

    /** Share of the most frequent label. */
    double majority() {
        int[] counts = new int[classes];
        int most = 0;
        for (int label : labels) {
            most = Math.max(most, ++counts[label]);
        }
        return (double) most / size();
    }

    /** Share of the samples that have the label of the one before. */
    double previous() {
        int repeats = 0;
        for (int i = 1; i < size(); i++) {
            repeats += labels[i] == labels[i - 1] ? 1 : 0;
        }
        return (double) repeats / size();
    }
}
