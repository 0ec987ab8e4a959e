package io.github.stepnet.network.equilibrium;

/** Dynamics whose map and energy go on to complex states, {@code re + i im}: what {@link EquilibriumPropagation.Holomorphic} needs. */
interface ComplexDynamics extends Dynamics {

    /** What pulls a complex state along. */
    @FunctionalInterface
    interface ComplexPull {

        /** Adds what pulls a state with this readout to its drive. */
        void add(float[] re, float[] im, float[] driveRe, float[] driveIm);
    }

    /** The target of a complex state. */
    void target(float[] re, float[] im, ComplexPull pull, float[] targetRe, float[] targetIm);

    /** {@code gradient += factor Im dE(re + i im)}, the derivative by the parameters. */
    void addImaginary(float[] re, float[] im, float factor, float[] gradient);
}
