package io.github.stepnet.network.equilibrium;

/** A model of the specification's section 1 in doubles, one sample at a time. */
interface ReferenceModel {

    /** What is subtracted {@code beta} times from a state's drive: the loss gradient at what the head reads. */
    @FunctionalInterface
    interface Pull {
        double[] at(double[] readout);
    }

    /** The parameters of the body, which callers may change between two calls. */
    Tensors parameters();

    /** Takes over what has become of the parameters. */
    default void prepare() {}

    /** Floats of a state. */
    int size();

    /** Where the state would be without damping; {@code beta} pulls it along. */
    double[] target(double[] x, double[] state, double beta, Pull pull);

    /** The state after a step towards its target. */
    default double[] relax(double[] x, double[] state, double[] target, double alpha) {
        double[] next = new double[state.length];
        for (int i = 0; i < next.length; i++) {
            next[i] = (1 - alpha) * state[i] + alpha * target[i];
        }
        return next;
    }

    default double[] readout(double[] state) {
        return state;
    }

    double energy(double[] x, double[] state);

    /** Adds {@code factor} times the derivative of the energy by the parameters, at this state. */
    void addEnergyGradient(double[] x, double[] state, double factor, Tensors gradient);
}
