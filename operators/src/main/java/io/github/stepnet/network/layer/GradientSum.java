package io.github.stepnet.network.layer;

import java.util.Arrays;

/**
 * A {@link FusedStep} whose gradient is a sum that can be added to any array laid out like the parameters: to the gradient, or as a
 * descent step to the parameters themselves.
 */
interface GradientSum extends Stage, FusedStep {

    /** Adds {@code factor} times the gradient to what starts at {@code at} in {@code to}; {@link Stage#delta} has been done. */
    void addGradient(Frame frame, float factor, float[] to, int at);

    /** Asked for in every tick, so that it must not walk over blocks. */
    @Override
    int parameterFloats();

    @Override
    default void accumulate(Frame frame, float scale) {
        addGradient(frame, scale, frame.gradient, frame.gradientAt);
    }

    @Override
    default void writeGradient(Frame frame, float scale) {
        Arrays.fill(frame.gradient, frame.gradientAt, frame.gradientAt + parameterFloats(), 0f);
        addGradient(frame, scale, frame.gradient, frame.gradientAt);
    }

    @Override
    default void pullbackAndStep(Frame frame, float rate) {
        delta(frame, 0f);
        if (frame.inputSignalAt != Frame.NONE) {
            pullback(frame);
        }
        addGradient(frame, -rate, frame.parameters, frame.parametersAt);
    }
}
