package io.github.stepnet.network;

import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Initializer;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.layer.Sum;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.plan.PlanBuilder;
import io.github.stepnet.network.spec.Default;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network is: its layers in order, its loss, and how it starts.
 *
 * <pre>{@code
 * NetworkSpec.inputs(8)
 *         .then(new Dense(64, LEAKY_RELU))
 *         .then(new Dense(3))
 *         .loss(Loss.softmaxCrossEntropy())
 *         .seed(42)
 * }</pre>
 *
 * @param inputs number of features
 * @param layers the layers, from the input on
 * @param loss what to make small
 * @param seed seed of the initial weights, the same for all keys
 * @param linearSkip whether an affine map from the (scaled) features is added to the last layer's output; it starts at zero
 * @param scaling what happens to features first
 * @param unscaled positions of features that are left as they are whatever the scaling, such as ids
 * @param temporal what the first layer sees beside an event's own features
 */
public record NetworkSpec(
        int inputs,
        List<LayerSpec> layers,
        @Default("softmax-cross-entropy") Loss loss,
        @Default("0") long seed,
        @Default("false") boolean linearSkip,
        @Default("standard") FeatureScaling scaling,
        @Default("[]") List<Integer> unscaled,
        @Default("{}") TemporalInputs temporal)
        implements Serializable {

    public NetworkSpec {
        if (inputs < 1) {
            throw new IllegalArgumentException("NetworkSpec.inputs is " + inputs + "; it must be at least 1");
        }
        layers = List.copyOf(layers);
        unscaled = List.copyOf(unscaled);
        for (int feature : unscaled) {
            if (feature < 0 || feature >= inputs) {
                throw new IllegalArgumentException("NetworkSpec.unscaled names feature " + feature + "; with " + inputs
                        + " inputs, features are numbered from 0 to " + (inputs - 1));
            }
        }
    }

    /** A network for this many features, so far without layers. */
    public static NetworkSpec inputs(int inputs) {
        return new NetworkSpec(
                inputs,
                List.of(),
                Loss.softmaxCrossEntropy(),
                0,
                false,
                FeatureScaling.STANDARD,
                List.of(),
                TemporalInputs.none());
    }

    /** The same network with one more layer. */
    public NetworkSpec then(LayerSpec layer) {
        List<LayerSpec> more = new ArrayList<>(layers);
        more.add(layer);
        return new NetworkSpec(inputs, more, loss, seed, linearSkip, scaling, unscaled, temporal);
    }

    /** The same network with this loss. */
    public NetworkSpec loss(Loss other) {
        return new NetworkSpec(inputs, layers, other, seed, linearSkip, scaling, unscaled, temporal);
    }

    /** The same network with this seed. */
    public NetworkSpec seed(long other) {
        return new NetworkSpec(inputs, layers, loss, other, linearSkip, scaling, unscaled, temporal);
    }

    /** The same network with a linear path from the features to the output. */
    public NetworkSpec withLinearSkip() {
        return new NetworkSpec(inputs, layers, loss, seed, true, scaling, unscaled, temporal);
    }

    /** The same network with this scaling of its features. */
    public NetworkSpec scaling(FeatureScaling other) {
        return new NetworkSpec(inputs, layers, loss, seed, linearSkip, other, unscaled, temporal);
    }

    /** The same network with these features left as they are, such as ids. */
    public NetworkSpec unscaled(Integer... features) {
        return new NetworkSpec(inputs, layers, loss, seed, linearSkip, scaling, List.of(features), temporal);
    }

    /** The same network with these inputs beside the features. */
    public NetworkSpec with(TemporalInputs other) {
        return new NetworkSpec(inputs, layers, loss, seed, linearSkip, scaling, unscaled, other);
    }

    /**
     * The graph that this network compiles to.
     *
     * @throws IllegalArgumentException if a layer cannot take what the one before it puts out, or the loss cannot take the last one
     */
    public Plan plan() {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("NetworkSpec.layers is empty; add at least one, such as new Dense(3)");
        }
        try {
            return temporal.areOfTruths() ? planOfTruths() : plan(0);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "NetworkSpec.layers need more parameters than " + Integer.MAX_VALUE + "; use fewer outputs", e);
        }
    }

    /** The plan whose answers are as wide as the truths among its inputs. */
    private Plan planOfTruths() {
        int answers = loss.answers(plan(0).output().floats());
        Plan plan = plan(answers);
        int given = loss.answers(plan.output().floats());
        if (given != answers) {
            throw new IllegalArgumentException("NetworkSpec.temporal has truths of " + answers
                    + " values, but with them among the inputs the layers answer " + given
                    + "; let the last layer say its outputs, such as new Dense(3)");
        }
        return plan;
    }

    /** @param answers how wide truths among the inputs are; with 0, there are none */
    private Plan plan(int answers) {
        int averaged = inputs - (int) unscaled.stream().distinct().count();
        int beside = Math.addExact(temporal.ofEvents(averaged), temporal.ofTruths(answers));
        PlanBuilder builder = Plan.input(Shape.of(Math.addExact(inputs, beside)));
        return builder.build(lay(builder));
    }

    private Wire lay(PlanBuilder builder) {
        Wire wire = builder.input();
        int last = layers.size() - 1;
        for (int i = 0; i <= last; i++) {
            wire = builder.lay("NetworkSpec.layers[" + i + "]", layers.get(i), wire);
        }
        try {
            loss.answers(wire.floats());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("NetworkSpec.layers[" + last + "] does not fit: " + e.getMessage(), e);
        }
        if (!linearSkip) {
            return wire;
        }
        LayerSpec path = new Dense(wire.floats(), Activation.IDENTITY, Initializer.ZERO);
        Wire straight = builder.layBeside("linear-skip", path, builder.input(), wire);
        Wire output = wire.seenAs(straight.shape());
        return builder.join(
                "linear-skip", new Sum(List.of(output.shape(), straight.shape()), 1f), List.of(output, straight));
    }
}
