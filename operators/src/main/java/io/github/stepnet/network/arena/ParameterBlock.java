package io.github.stepnet.network.arena;

/**
 * A run of parameters with one role, as a layer declares it.
 *
 * @param name what the run is called within its layer, such as {@code weights} or {@code biases}
 * @param at position of the first parameter, counted from the first parameter of the layer or of the network
 * @param floats number of parameters
 * @param role what an optimiser may have to know about them
 */
public record ParameterBlock(String name, int at, int floats, Role role) {

    /** The role of a parameter: some optimisers smooth weights only, and some decay weights only. */
    public enum Role {
        /** A factor of an input. */
        WEIGHT,
        /** An offset that no input multiplies. */
        BIAS,
        /** A factor of a normalised value that starts at 1; never decayed. */
        GAIN
    }

    /** The same block, named and counted within an enclosing one that starts at {@code origin}. */
    public ParameterBlock within(String owner, int origin) {
        return new ParameterBlock(owner + "." + name, origin + at, floats, role);
    }
}
