package io.github.stepnet.network.progress;

/**
 * How far a number of answered events were from the truth, as sums, and how far two models that do not learn would have
 * been.
 *
 * <p>The <em>last value</em> baseline answers the truth before this one, the <em>running mean</em> baseline the mean of
 * all truths before. Of several targets an event contributes the mean over its targets, so that targets of large units
 * weigh most. No events give figures of 0: ask {@link #events} before showing one.
 *
 * @param events       how many events
 * @param absolute     sum of the model's absolute errors
 * @param squared      sum of the model's squared errors
 * @param lastAbsolute the last value's absolute errors
 * @param lastSquared  the last value's squared errors
 * @param meanAbsolute the running mean's absolute errors
 * @param meanSquared  the running mean's squared errors
 */
public record Errors(
        long events,
        double absolute,
        double squared,
        double lastAbsolute,
        double lastSquared,
        double meanAbsolute,
        double meanSquared) {

    /** Of no events. */
    public static final Errors NONE = new Errors(0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Errors plus(Errors other) {
        return new Errors(
                events + other.events,
                absolute + other.absolute,
                squared + other.squared,
                lastAbsolute + other.lastAbsolute,
                lastSquared + other.lastSquared,
                meanAbsolute + other.meanAbsolute,
                meanSquared + other.meanSquared);
    }

    /** The model's mean absolute error. */
    public double mae() {
        return mean(absolute);
    }

    /** The root of the model's mean squared error, over events and targets alike. */
    public double rmse() {
        return Math.sqrt(mean(squared));
    }

    public double lastValueMae() {
        return mean(lastAbsolute);
    }

    public double lastValueRmse() {
        return Math.sqrt(mean(lastSquared));
    }

    public double runningMeanMae() {
        return mean(meanAbsolute);
    }

    public double runningMeanRmse() {
        return Math.sqrt(mean(meanSquared));
    }

    /**
     * What the model adds: {@code 1 - squared / b} for the squared error {@code b} of the better baseline, 0 where that
     * would be negative. 1 is perfect, 0 no better than the better baseline; 0 too where a baseline is perfect, for
     * there was nothing to add.
     */
    public double skill() {
        return skill(squared, lastSquared, meanSquared);
    }

    static double skill(double squared, double lastSquared, double meanSquared) {
        double better = Math.min(lastSquared, meanSquared);
        return squared < better ? 1 - squared / better : 0;
    }

    private double mean(double sum) {
        return events == 0 ? 0 : sum / events;
    }
}
