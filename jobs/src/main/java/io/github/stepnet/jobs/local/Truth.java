package io.github.stepnet.jobs.local;

/**
 * What the producer knows of an event and the score wants to know when it is answered.
 *
 * @param label the class, or {@link #NO_LABEL}
 * @param target the number to predict, or NaN
 * @param phase how often the key had drifted by then
 */
record Truth(int label, float target, int phase) {

    static final int NO_LABEL = -1;

    static Truth ofClass(int label, int phase) {
        return new Truth(label, Float.NaN, phase);
    }

    static Truth ofNumber(float target) {
        return new Truth(NO_LABEL, target, 0);
    }

    /** Whether there is anything to compare an answer with. */
    boolean isKnown() {
        return label != NO_LABEL || !Float.isNaN(target);
    }
}
