package io.github.stepnet.network.migration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Committee;
import io.github.stepnet.network.EquilibriumLearner;
import io.github.stepnet.network.EquilibriumSpec;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.progress.MilestoneListener;
import io.github.stepnet.network.progress.Milestones;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mappings of tensors, and resets. */
class TensorMappingTest {

    private static final MilestoneListener NOBODY = (kind, percent, accuracy, majority, previous, events) -> {};

    private static Models models(LearnerSpec learner) {
        return Models.of(new TrackedLearner.Description(learner, Milestones.everyTenPercent()), Kernels.scalar());
    }

    private static NetworkLearner network(Dense... layers) {
        NetworkSpec spec = NetworkSpec.inputs(2);
        for (Dense layer : layers) {
            spec = spec.then(layer);
        }
        return NetworkLearner.of(spec.seed(3), Adam.rate(0.01f));
    }

    private static final NetworkLearner ONE = network(new Dense(4, Activation.RELU), new Dense(2));

    private static NetworkState taught(Models models) {
        NetworkState state = models.fresh().copy();
        SplitMix64 random = new SplitMix64(1);
        Example example = models.learner().learner().newExample();
        Answer answer = models.learner().learner().newAnswer();
        for (int i = 0; i < 200; i++) {
            example.features[0] = (float) random.nextGaussian();
            example.features[1] = (float) random.nextGaussian();
            example.label(example.features[0] > 0 ? 1 : 0);
            models.learner().tick(state, example, answer, NOBODY);
        }
        return state;
    }

    private static double[] tensor(Models models, NetworkState state, String name) {
        return Tensors.read(ModelTensors.of(models.learner()), state).get(name);
    }

    @Test
    void aTensorComesFromWhereTheMappingSays() {
        Models before = models(ONE);
        Models after = models(network(new Dense(4, Activation.SILU), new Dense(4, Activation.RELU), new Dense(2)));
        TensorMapping mapping = new TensorMapping(
                before,
                after,
                Map.of(
                        "layers[1].weights", "new",
                        "layers[1].biases", "layers[0].biases",
                        "layers[2].weights", "layers[1].weights",
                        "layers[2].biases", "layers[1].biases"));
        NetworkState old = taught(before);
        NetworkState now = mapping.map(old);
        assertArrayEquals(tensor(before, old, "layers[0].weights"), tensor(after, now, "layers[0].weights"));
        assertArrayEquals(tensor(before, old, "layers[1].weights"), tensor(after, now, "layers[2].weights"));
        assertArrayEquals(tensor(after, after.fresh(), "layers[1].weights"), tensor(after, now, "layers[1].weights"));
        assertArrayEquals(tensor(before, old, "features.mean"), tensor(after, now, "features.mean"));
        assertEquals(Set.of(), mapping.unused());
        assertEquals(200, after.learner().classificationFigures(now).events(), "progress goes on");
    }

    @Test
    void aNetworkBecomesAMemberOfACommittee() {
        Models before = models(ONE);
        Models after = models(Committee.of(ONE, network(new Dense(2))));
        NetworkState old = taught(before);
        TensorMapping mapping = new TensorMapping(
                before,
                after,
                Map.ofEntries(
                        Map.entry("members[0].layers[0].weights", "layers[0].weights"),
                        Map.entry("members[0].layers[0].biases", "layers[0].biases"),
                        Map.entry("members[0].layers[1].weights", "layers[1].weights"),
                        Map.entry("members[0].layers[1].biases", "layers[1].biases"),
                        Map.entry("members[0].features.count", "features.count"),
                        Map.entry("members[0].features.mean", "features.mean"),
                        Map.entry("members[0].features.deviations", "features.deviations"),
                        Map.entry("members[1].layers[0].weights", "new"),
                        Map.entry("members[1].layers[0].biases", "new"),
                        Map.entry("members[1].features.count", "features.count"),
                        Map.entry("members[1].features.mean", "features.mean"),
                        Map.entry("members[1].features.deviations", "features.deviations")));
        NetworkState now = mapping.map(old);
        assertArrayEquals(tensor(before, old, "layers[1].weights"), tensor(after, now, "members[0].layers[1].weights"));
        assertArrayEquals(tensor(before, old, "features.count"), tensor(after, now, "members[1].features.count"));
    }

    @Test
    void aMappingThatLeavesSomethingOpenIsRefused() {
        Models before = models(ONE);
        Models after = models(network(new Dense(5, Activation.RELU), new Dense(2)));
        assertRefused(
                "layers[0].weights of shape 2x5 cannot come from layers[0].weights of shape 2x4; name one of its own shape, or 'new'",
                before,
                after,
                Map.of());
        assertRefused(
                "the mapping has the tensor layers[7].biases, which the new models have not; allowed: layers[0].weights, layers[0].biases,"
                        + " layers[1].weights, layers[1].biases, features.count, features.mean, features.deviations",
                before,
                after,
                Map.of("layers[7].biases", "new"));
        assertRefused(
                "the mapping says nothing of layers[2].weights, which the old models have not; name the tensor that it comes from, or 'new'",
                before,
                models(network(new Dense(4, Activation.RELU), new Dense(2), new Dense(2))),
                Map.of());
    }

    @Test
    void weightsWithoutNamesAreNotStartedAnewInSilence() {
        Models settles = models(EquilibriumLearner.of(EquilibriumSpec.of(2, new LoopedMlp(4, true), 2)));
        assertRefused(
                "the weights of learner/parameters have no names that a mapping could use; a mapping is for networks of layers and committees of them",
                settles,
                models(ONE),
                Map.of());
    }

    private static void assertRefused(String message, Models before, Models after, Map<String, String> said) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> new TensorMapping(before, after, said))
                        .getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"OPTIMIZER", "PROGRESS", "STATISTICS", "HEAD", "WEIGHTS"})
    void aPartThatIsResetIsAsInANewModelAndTheOthersStay(Reset.Part part) {
        Models models = models(ONE);
        NetworkState old = taught(models);
        NetworkState now = new Reset(models, List.of(part)).reset(old);
        boolean isHeadNew = part == Reset.Part.HEAD || part == Reset.Part.WEIGHTS;
        assertIsNew(isHeadNew, models, old, now, "layers[1].weights");
        assertIsNew(part == Reset.Part.WEIGHTS, models, old, now, "layers[0].weights");
        assertIsNew(part == Reset.Part.STATISTICS, models, old, now, "features.count");
        assertEquals(
                part == Reset.Part.PROGRESS ? 0 : 200,
                models.learner().classificationFigures(now).events());
        assertFalse(Arrays.equals(old.longs, now.longs)
                && Arrays.equals(old.floats, now.floats)
                && Arrays.equals(old.doubles, now.doubles));
    }

    private static void assertIsNew(boolean isNew, Models models, NetworkState old, NetworkState now, String name) {
        NetworkState same = isNew ? models.fresh() : old;
        assertArrayEquals(tensor(models, same, name), tensor(models, now, name), name);
        assertNotEquals(tensor(models, models.fresh(), name)[0], tensor(models, old, name)[0], name);
    }

    @Test
    void aPartThatIsNotThereCannotBeReset() {
        Models models = models(ONE);
        assertEquals(
                "the models have no memory to reset; leave it out",
                assertThrows(IllegalArgumentException.class, () -> new Reset(models, List.of(Reset.Part.MEMORY)))
                        .getMessage());
    }
}
