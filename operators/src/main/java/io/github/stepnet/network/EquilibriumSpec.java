package io.github.stepnet.network;

import io.github.stepnet.network.equilibrium.EquilibriumModel;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.Default;
import java.io.Serializable;
import java.util.List;

/**
 * What an equilibrium network is: a model that settles, a linear head on it, its loss, and how it starts.
 *
 * <pre>{@code
 * EquilibriumSpec.of(8, new LoopedMlp(64, true), 3).seed(42)
 * }</pre>
 *
 * @param inputs number of features
 * @param model what settles
 * @param outputs raw outputs of the head: one per class, or per target value
 * @param loss what to make small
 * @param seed seed of the initial weights, the same for all keys
 * @param scaling what happens to features first
 * @param unscaled positions of features that are left as they are whatever the scaling
 */
public record EquilibriumSpec(
        int inputs,
        EquilibriumModel model,
        int outputs,
        @Default("softmax-cross-entropy") Loss loss,
        @Default("0") long seed,
        @Default("standard") FeatureScaling scaling,
        @Default("[]") List<Integer> unscaled)
        implements Serializable {

    public EquilibriumSpec {
        if (inputs < 1) {
            throw new IllegalArgumentException("EquilibriumSpec.inputs is " + inputs + "; it must be at least 1");
        }
        if (outputs < 1) {
            throw new IllegalArgumentException("EquilibriumSpec.outputs is " + outputs + "; it must be at least 1");
        }
        try {
            loss.answers(outputs);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("EquilibriumSpec.outputs does not fit: " + e.getMessage(), e);
        }
        unscaled = List.copyOf(unscaled);
        for (int feature : unscaled) {
            if (feature < 0 || feature >= inputs) {
                throw new IllegalArgumentException("EquilibriumSpec.unscaled names feature " + feature + "; with "
                        + inputs + " inputs, features are numbered from 0 to " + (inputs - 1));
            }
        }
    }

    /** A classifier of standardised features. */
    public static EquilibriumSpec of(int inputs, EquilibriumModel model, int outputs) {
        return of(inputs, model, outputs, Loss.softmaxCrossEntropy());
    }

    /** A network of standardised features with this loss. */
    public static EquilibriumSpec of(int inputs, EquilibriumModel model, int outputs, Loss loss) {
        return new EquilibriumSpec(inputs, model, outputs, loss, 0, FeatureScaling.STANDARD, List.of());
    }

    /** The same network with this seed. */
    public EquilibriumSpec seed(long other) {
        return new EquilibriumSpec(inputs, model, outputs, loss, other, scaling, unscaled);
    }

    /** The same network with this scaling of its features. */
    public EquilibriumSpec scaling(FeatureScaling other) {
        return new EquilibriumSpec(inputs, model, outputs, loss, seed, other, unscaled);
    }

    /** The same network with these features left as they are. */
    public EquilibriumSpec unscaled(Integer... features) {
        return new EquilibriumSpec(inputs, model, outputs, loss, seed, scaling, List.of(features));
    }
}
