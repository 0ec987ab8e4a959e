package io.github.stepnet.network.layer;

/**
 * The capability of a {@link Stage} to do with one touch per parameter what the verbs do with several.
 *
 * <p>A plan whose trained stages all have it takes a plain descent step on the exact gradient without a gradient array. A stage
 * without it is served by {@link Stage#accumulate} and the optimiser's own loop, with the same result up to rounding.
 */
public interface FusedStep {

    /**
     * In place of the three backward verbs: writes the exact input signal if one is wanted, taken with the parameters as they were, and
     * moves every parameter by {@code -rate} times its gradient.
     */
    void pullbackAndStep(Frame frame, float rate);

    /** {@link Stage#accumulate} into a gradient that holds nothing yet: overwrites it. */
    void writeGradient(Frame frame, float scale);

    /**
     * An upper bound of the input signal's largest magnitude per unit of the output signal's, if no parameter is larger than {@code
     * parameterBound}.
     */
    double signalGain(double parameterBound);

    /**
     * An upper bound of the parameter gradient's largest magnitude per unit of the output signal's, if no input is larger than
     * {@code inputBound}, for an epsilon of at most 1.
     */
    double gradientGain(double inputBound);
}
