package io.github.stepnet.network.progress;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a classifier has achieved, as sums: of one key, or of many keys added up.
 *
 * <p>Every event was predicted before it was learned. Counts add up in any order; the log-loss is a sum of doubles, so
 * whoever wants the same bits at every parallelism adds the keys in the order of the keys. Over several keys every
 * event weighs alike; in their windows, once full, so does every key.
 *
 * @param overall      hits since the key's first event
 * @param window       hits over the last events of every key
 * @param logLossSum   sum of {@code -ln} of the probability given to the true class
 * @param labels       how often each class was the truth
 * @param predictions  how often each class was the answer
 */
public record ClassificationFigures(
        Hits overall, Hits window, double logLossSum, List<Long> labels, List<Long> predictions) {

    public ClassificationFigures {
        labels = List.copyOf(labels);
        predictions = List.copyOf(predictions);
        if (labels.size() != predictions.size()) {
            throw new IllegalArgumentException("ClassificationFigures has counts of labels for " + labels.size()
                    + " classes and of predictions for " + predictions.size() + "; both need one for each class");
        }
    }

    /** Of no events: what a sum over keys starts with. */
    public static ClassificationFigures none(int classes) {
        List<Long> zeros = Collections.nCopies(classes, 0L);
        return new ClassificationFigures(Hits.NONE, Hits.NONE, 0, zeros, zeros);
    }

    /** These and another key's. An error if the numbers of classes differ. */
    public ClassificationFigures plus(ClassificationFigures other) {
        if (labels.size() != other.labels.size()) {
            throw new IllegalArgumentException("cannot add figures over " + other.labels.size()
                    + " classes to figures over " + labels.size() + "; add only keys of the same network");
        }
        return new ClassificationFigures(
                overall.plus(other.overall),
                window.plus(other.window),
                logLossSum + other.logLossSum,
                added(labels, other.labels),
                added(predictions, other.predictions));
    }

    public long events() {
        return overall.events();
    }

    /** Share of all events that the model got right; {@link #overall} has the baselines. */
    public double accuracy() {
        return overall.accuracy();
    }

    /** Mean over all events of {@code -ln} of the probability given to the true class; 0 of no events. */
    public double logLoss() {
        return events() == 0 ? 0 : logLossSum / events();
    }

    /** See {@link Hits#kappaTemporal}; over all events. */
    public double kappaTemporal() {
        return overall.kappaTemporal();
    }

    /**
     * Cohen's kappa over all events, {@code (p - c) / (1 - c)} for the accuracy {@code p} and the accuracy
     * {@code c = sum_k labels_k predictions_k / events^2} that the model's answers would have by chance: 1 is perfect,
     * 0 no better than chance.
     *
     * <p>Where chance alone is perfect, which takes one class only in truth and answers, nothing was shown: 0.
     */
    public double kappa() {
        double events = overall.events();
        double chance = 0;
        for (int k = 0; k < labels.size() && events > 0; k++) {
            chance += labels.get(k) / events * (predictions.get(k) / events);
        }
        return chance < 1 ? (accuracy() - chance) / (1 - chance) : 0;
    }

    private static List<Long> added(List<Long> a, List<Long> b) {
        List<Long> sum = new ArrayList<>(a.size());
        for (int k = 0; k < a.size(); k++) {
            sum.add(a.get(k) + b.get(k));
        }
        return sum;
    }
}
