package io.github.stepnet.stream.input;

/** What becomes of an event of which a feature is missing, which is NaN. */
public enum Missing {

    /** It is a dead letter and touches no model. */
    REJECT,

    /** The feature is taken for its mean over the key's events that had it, or for 0 before there is one. */
    MEAN
}
