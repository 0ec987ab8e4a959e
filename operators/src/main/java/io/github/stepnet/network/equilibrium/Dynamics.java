package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;

/**
 * A compiled {@link EquilibriumModel}: its map {@code f}, whose fixed point is where it settles, its energy, and the local derivatives of both.
 *
 * <p>It works on the parameters of the key that it is attached to and on the event that {@link #drive} was told last; states are the caller's
 * arrays, of {@link #size} floats. Gradients have the layout of the model's parameters, from position 0. Nothing is allocated.
 */
public interface Dynamics {

    /** What else moves a state's drive than the model itself: in a nudged phase the loss, in a free phase nothing. */
    interface Pull {

        /** No pull. */
        Pull NONE = (readout, drive) -> {};

        /** Adds what pulls a state with this readout to its drive. */
        void add(float[] readout, float[] drive);
    }

    /** Floats of a state. */
    int size();

    /** Floats that a key remembers of its previous events, beside the state in which the last one settled. */
    default int memory() {
        return 0;
    }

    /** Draws a new key's parameters. */
    void initialize(NetworkState state, SplitMix64 random);

    /** Works with this key's parameters from now on. */
    void attach(NetworkState state);

    /** Takes in an event's features, {@code x[xAt..]}, and what was {@linkplain #remember remembered} before it. */
    void drive(float[] x, int xAt, float[] memory, int memoryAt);

    /** {@code target = f(state)}, undamped, with the pull inside of the nonlinearity. */
    void target(float[] state, Pull pull, float[] target);

    /** Moves a state towards the target that was computed from it, by this share of the way. */
    default void relax(float[] state, float[] target, float damping) {
        int size = size();
        for (int i = 0; i < size; i++) {
            state[i] += damping * (target[i] - state[i]);
        }
    }

    /** What the head reads of a state. */
    void readout(float[] state, float[] readout);

    /** Takes a settled event into the memory. */
    default void remember(float[] settled, float[] memory, int memoryAt) {}

    /** The energy of a state under the present drive; meaningless if the model has none. */
    double energy(float[] state);

    /** {@code gradient += factor (dE(up) - dE(down))}, the derivatives by the parameters: each from its own units and inputs alone. */
    void addContrast(float[] up, float[] down, float factor, float[] gradient);

    /**
     * One step of the adjoint iteration at a settled state: {@code next = slope (g + J^T p)}, where {@code g} is the loss gradient at the readout.
     * Its fixed point is what {@link #addAdjoint} makes the exact gradient of.
     */
    void adjoint(float[] settled, float[] g, float[] p, float[] next);

    /** {@code gradient += factor p df/dparameters} at a settled state. */
    void addAdjoint(float[] settled, float[] p, float factor, float[] gradient);

    /**
     * Until {@link #unmirror}, the map is the one whose derivative at {@code settled} is the transpose: {@code f} about that state with
     * {@code W (h - settled)} turned into {@code W^T (h - settled)}. Where the derivative is symmetric nothing changes.
     */
    default void mirror(float[] settled) {}

    /** The map is {@code f} again. */
    default void unmirror() {}

    /** Upper estimate of the Lipschitz constant of {@code f} with the key's weights, delayed copies of the state counted as the state. */
    double gain(NetworkState state);

    /** Upper estimate of the Lipschitz constant of a step that is damped so, in the norm of {@link #gain}; NaN where none is known. */
    default double stepGain(NetworkState state, float damping) {
        return 1 - damping + damping * gain(state);
    }

    /**
     * Takes in that the key's weights have changed, and shrinks them until {@link #gain} is at most {@code most}, which may be infinite.
     *
     * @return false if the weights are too large to be measured; nothing is remembered of them then
     */
    boolean constrain(NetworkState state, double most);
}
