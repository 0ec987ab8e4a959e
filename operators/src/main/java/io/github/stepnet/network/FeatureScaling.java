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

    /** Nothing: for features, and targets, that are already of order one. */
    NONE
}
