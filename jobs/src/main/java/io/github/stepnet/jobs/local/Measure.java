package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.terminal.Figures;

/** A figure of how good answers are, and what its two baselines are called. */
enum Measure {
    /** Share of right classes. */
    ACCURACY("accuracy", "majority class", "previous label"),
    /** Mean absolute error. */
    MAE("mean absolute error", "running mean", "last value"),
    /** Root of the mean squared error. */
    RMSE("root mean squared error", "running mean", "last value");

    private final String label;
    private final String firstBaseline;
    private final String secondBaseline;

    Measure(String label, String firstBaseline, String secondBaseline) {
        this.label = label;
        this.firstBaseline = firstBaseline;
        this.secondBaseline = secondBaseline;
    }

    String label() {
        return label;
    }

    String firstBaseline() {
        return firstBaseline;
    }

    String secondBaseline() {
        return secondBaseline;
    }

    /** Whether more is better. */
    boolean isGain() {
        return this == ACCURACY;
    }

    /** The value for a person; of a target's unknown unit four digits, wherever the point is. */
    String text(double value) {
        return isGain() ? Figures.percent(value) : Figures.digits(value);
    }
}
