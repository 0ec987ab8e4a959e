package io.github.stepnet.network;

/** What happens to features before the first stage sees them, and to targets before they teach. */
public enum FeatureScaling {
    /**
     * Each feature is standardised by the running mean and variance of the key's own events, this one included; a feature that
     * never varied becomes 0, and an outlier counts as 10 standard deviations. A network's inputs are then dimensionless and of order one, whatever
     * the units. For regression the targets are standardised in the same way before they teach, and answers are turned back into the target's
     * units. A loss is that of standardised targets, a squared error in variances: since the key's statistics move, losses of two keys, or of two
     * moments, do not compare.
     */
    STANDARD,

    /**
     * As {@link #STANDARD}, but the statistics of features forget: they reach back over about 1,000 events, so that a stream whose levels move stays of order
     * one. Those of targets do not forget, since an answer would move with them.
     */
    RECENT,

    /** Nothing: for features, and targets, that are already of order one. */
    NONE;

    /** Events that the statistics of features reach back over. */
    public long reach() {
        return this == RECENT ? RunningScaler.RECENT : Long.MAX_VALUE;
    }
}
