package io.github.stepnet.jobs.config;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.plan.Plan;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a network of a text can be compiled.
 *
 * <p>The message names the component, so that the place in the text is found: {@code JobConfig.network.layers[1] does not fit: ...}.
 */
public final class NetworkCheck {

    /** A message that starts with the layer which it is about, or with a part of it. */
    private static final Pattern NAMED =
            Pattern.compile("(layers\\[[0-9]+](?:\\.\\w+|\\[[0-9]+])*):? (.*)", Pattern.DOTALL);

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
            Matcher named = NAMED.matcher(String.valueOf(e.getMessage()));
            String reason = named.matches() ? named.group(2) : e.getMessage();
            String layer = named.matches() ? named.group(1) : "layers[" + culprit(network) + "]";
            throw new IllegalArgumentException(what + "." + layer + " does not fit: " + reason, e);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    what + ".layers[" + culprit(network) + "] needs more parameters than " + Integer.MAX_VALUE
                            + "; use fewer outputs",
                    e);
        }
    }

    /** The first layer with which there is no plan; the last one if it is the loss that does not go with it. */
    private static int culprit(NetworkSpec network) {
        int last = network.layers().size() - 1;
        for (int i = 0; i < last; i++) {
            if (!hasPlan(network.inputs(), network.layers().subList(0, i + 1))) {
                return i;
            }
        }
        return last;
    }

    private static boolean hasPlan(int inputs, List<LayerSpec> layers) {
        NetworkSpec first = NetworkSpec.inputs(inputs).loss(Loss.squaredError());
        for (LayerSpec layer : layers) {
            first = first.then(layer);
        }
        try {
            Plan plan = first.plan();
            return plan.output().floats() > 0;
        } catch (IllegalArgumentException | ArithmeticException impossible) {
            return false;
        }
    }
}
