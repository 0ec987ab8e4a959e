package io.github.stepnet.jobs.config;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.loss.Loss;
import java.util.regex.Matcher;

/**
 * Whether a network of a text can be laid.
 *
 * <p>The message names the component, so that the place in the text is found: {@code JobConfig.network.layers[1] does not fit: ...}.
 */
public final class NetworkCheck {

    private NetworkCheck() {}

    /**
     * Raw outputs of the network.
     *
     * @param what the component that holds it, such as {@code JobConfig.network}
     * @throws IllegalArgumentException if there is no such network
     */
    public static int outputs(String what, NetworkSpec network) {
        if (network.layers().isEmpty()) {
            throw new IllegalArgumentException(
                    what + ".layers is empty; add at least one, such as dense: {outputs: 3}");
        }
        try {
            return network.plan().output().floats();
        } catch (IllegalArgumentException e) {
            String message = e.getCause() instanceof ArithmeticException
                    ? "NetworkSpec.layers[" + firstTooLarge(network) + "] needs more parameters than "
                            + Integer.MAX_VALUE + "; use fewer outputs"
                    : e.getMessage();
            throw new IllegalArgumentException(
                    message.replaceFirst("^NetworkSpec(?=\\.)", Matcher.quoteReplacement(what)), e);
        }
    }

    /** The layer with which there are too many parameters; the last one if it is the linear skip. */
    private static int firstTooLarge(NetworkSpec network) {
        int last = network.layers().size() - 1;
        NetworkSpec first = NetworkSpec.inputs(network.inputs()).loss(Loss.squaredError());
        for (int i = 0; i < last; i++) {
            first = first.then(network.layers().get(i));
            if (!hasPlan(first)) {
                return i;
            }
        }
        return last;
    }

    private static boolean hasPlan(NetworkSpec network) {
        try {
            return !network.plan().nodes().isEmpty();
        } catch (IllegalArgumentException impossible) {
            return false;
        }
    }
}
