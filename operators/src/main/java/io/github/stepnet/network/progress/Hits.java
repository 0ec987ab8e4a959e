package io.github.stepnet.network.progress;

/**
 * How many of a number of answered events the model got right, and how many two models that do not learn would have.
 *
 * <p>The <em>majority</em> baseline answers the most frequent label so far, the <em>previous</em> baseline the label
 * before this one. No events give figures of 0: ask {@link #events} before showing one.
 */
public record Hits(long events, long model, long majority, long previous) {

    /** Of no events. */
    public static final Hits NONE = new Hits(0, 0, 0, 0);

    /** Both together. */
    public Hits plus(Hits other) {
        return new Hits(
                events + other.events, model + other.model, majority + other.majority, previous + other.previous);
    }

    /** Share of events that the model got right, between 0 and 1. */
    public double accuracy() {
        return share(model, events);
    }

    /** Share of events that the majority baseline got right. */
    public double majorityAccuracy() {
        return share(majority, events);
    }

    /** Share of events that the previous-label baseline got right. */
    public double previousAccuracy() {
        return share(previous, events);
    }

    /** What the model adds: its accuracy minus that of the better baseline. */
    public double lead() {
        return Milestones.lead(accuracy(), majorityAccuracy(), previousAccuracy());
    }

    /**
     * Kappa-temporal, {@code (p - p') / (1 - p')} for the accuracy {@code p} of the model and {@code p'} of the
     * previous-label baseline: 1 is perfect, 0 as good as repeating the last label, negative worse (Zliobaite et al.,
     * "Evaluation methods and decision theory for classification of streaming data with temporal dependence", 2015).
     *
     * <p>A baseline without a miss is taken to have missed once, so that the figure stays finite: it is then 0 for a
     * perfect model, and minus the number of misses for any other.
     */
    public double kappaTemporal() {
        return (double) (model - previous) / Math.max(1, events - previous);
    }

    static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
