package io.github.stepnet.network;

/** What happens to features before the first stage sees them. */
public enum FeatureScaling {
    /**
     * Each feature is standardised by the running mean and variance of the key's own events, this one included; a feature that
     * never varied becomes 0. A network's inputs are then dimensionless and of order one, whatever the units.
     */
    STANDARD,

    /** Nothing: for features that are already of order one. */
    NONE
}
