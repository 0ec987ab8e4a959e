package io.github.stepnet.network.progress;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a regression model has achieved, as sums: of one key, or of many keys added up.
 *
 * <p>Every event was predicted before it was learned. The sums are doubles, so whoever wants the same bits at every
 * parallelism adds the keys in the order of the keys.
 *
 * @param overall           errors since the key's first event
 * @param window            errors over the last events of every key
 * @param squaredByTarget   sum of the model's squared errors, for each target
 * @param variationByTarget sum of the squared distances of the truth from its mean, for each target; of several keys,
 *                          from each key's own mean
 */
public record RegressionFigures(
        Errors overall, Errors window, List<Double> squaredByTarget, List<Double> variationByTarget) {

    public RegressionFigures {
        squaredByTarget = List.copyOf(squaredByTarget);
        variationByTarget = List.copyOf(variationByTarget);
        if (squaredByTarget.isEmpty() || squaredByTarget.size() != variationByTarget.size()) {
            throw new IllegalArgumentException("RegressionFigures has squared errors of " + squaredByTarget.size()
                    + " targets and variations of " + variationByTarget.size()
                    + "; both need one for each target, and at least one");
        }
    }

    /** Of no events: what a sum over keys starts with. */
    public static RegressionFigures none(int targets) {
        List<Double> zeros = Collections.nCopies(targets, 0.0);
        return new RegressionFigures(Errors.NONE, Errors.NONE, zeros, zeros);
    }

    /** These and another key's. An error if the numbers of targets differ. */
    public RegressionFigures plus(RegressionFigures other) {
        if (squaredByTarget.size() != other.squaredByTarget.size()) {
            throw new IllegalArgumentException("cannot add figures over " + other.squaredByTarget.size()
                    + " targets to figures over " + squaredByTarget.size() + "; add only keys of the same network");
        }
        return new RegressionFigures(
                overall.plus(other.overall),
                window.plus(other.window),
                added(squaredByTarget, other.squaredByTarget),
                added(variationByTarget, other.variationByTarget));
    }

    public long events() {
        return overall.events();
    }

    /** Mean absolute error over all events; {@link #overall} has the baselines. */
    public double mae() {
        return overall.mae();
    }

    /** Root mean squared error over all events; {@link #overall} has the baselines. */
    public double rmse() {
        return overall.rmse();
    }

    /**
     * R2 over all events, {@code 1 - squared / variation}, the mean of it over the targets: 1 is perfect, 0 no better
     * than having known the mean of the whole stream from the start, negative worse.
     *
     * <p>Of several keys the variation is that within the keys: that keys differ in level is nothing that a model of
     * one key explains. A target that never varied counts 0.
     */
    public double r2() {
        double sum = 0;
        for (int k = 0; k < squaredByTarget.size(); k++) {
            double variation = variationByTarget.get(k);
            sum += variation > 0 ? 1 - squaredByTarget.get(k) / variation : 0;
        }
        return sum / squaredByTarget.size();
    }

    private static List<Double> added(List<Double> a, List<Double> b) {
        List<Double> sum = new ArrayList<>(a.size());
        for (int k = 0; k < a.size(); k++) {
            sum.add(a.get(k) + b.get(k));
        }
        return sum;
    }
}
