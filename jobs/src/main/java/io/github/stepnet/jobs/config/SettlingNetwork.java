package io.github.stepnet.jobs.config;

import io.github.stepnet.network.EquilibriumSpec;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.equilibrium.EquilibriumModel;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.Unnamed;
import java.util.List;

/**
 * A model that settles to an equilibrium, with the keys of {@link EquilibriumSpec}; it is told from a network of layers by {@code model}.
 *
 * @param model what settles
 * @param inputs number of features
 * @param outputs raw outputs of the head: one per class, or per target value
 * @param loss what to make small
 * @param seed seed of the initial weights, the same for all keys
 * @param scaling what happens to features first
 * @param unscaled positions of features that are left as they are whatever the scaling
 */
@Unnamed
public record SettlingNetwork(
        EquilibriumModel model,
        int inputs,
        int outputs,
        @Default("softmax-cross-entropy") Loss loss,
        @Default("0") long seed,
        @Default("standard") FeatureScaling scaling,
        @Default("[]") List<Integer> unscaled)
        implements NetworkConfig {

    /** @throws IllegalArgumentException if the engine would refuse it */
    public SettlingNetwork {
        try {
            unscaled = new EquilibriumSpec(inputs, model, outputs, loss, seed, scaling, unscaled).unscaled();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replace("EquilibriumSpec.", "SettlingNetwork."), e);
        }
    }

    /** The engine's network. */
    public EquilibriumSpec network() {
        return new EquilibriumSpec(inputs, model, outputs, loss, seed, scaling, unscaled);
    }

    @Override
    public int checkedOutputs(String what) {
        return outputs;
    }

    @Override
    public String outputsKey() {
        return "outputs";
    }
}
