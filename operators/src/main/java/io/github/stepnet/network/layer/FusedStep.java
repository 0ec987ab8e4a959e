package io.github.stepnet.network.layer;

/**
 * The capability of a {@link Stage} to pull a signal back and make a plain descent step in one touch per parameter.
 *
 * <p>It serves plain SGD on the exact gradient at cadence one without a clip by norm. A stage without it is served by
 * {@link Stage#pullback}, {@link Stage#accumulate} and the optimiser's own loop, with the same result up to rounding.
 */
public interface FusedStep {

    /**
     * Writes the exact input signal if one is wanted, taken with the parameters as they were, and moves every parameter by
     * {@code -rate} times its gradient.
     */
    void pullbackAndStep(Frame frame, float rate);

    /**
     * An upper bound of the input signal's largest magnitude per unit of the output signal's, if no parameter is larger than {@code
     * parameterBound}.
     */
    double signalGain(double parameterBound);

    /**
     * An upper bound of the parameter gradient's largest magnitude per unit of the output signal's, if no input is larger than
     * {@code inputBound}.
     */
    double gradientGain(double inputBound);
}
