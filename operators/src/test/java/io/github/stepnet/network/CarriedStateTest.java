package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Gru;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.layer.Lstm;
import io.github.stepnet.network.layer.Rnn;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a key remembers from event to event: that it can be learned, and what becomes of it when something goes wrong. */
class CarriedStateTest {

    private static final int DELAY = 3;
    private static final int TRUNCATION = 6;
    private static final int EVENTS = 4_000;

    private static final List<LayerSpec> RECURRENT =
            List.of(new Rnn(8).carried(true), new Lstm(8).carried(true), new Gru(8).carried(true));

    static Stream<Arguments> learners() {
        return Stream.of(Execution.values())
                .flatMap(execution -> RECURRENT.stream()
                        .filter(layer -> !(layer instanceof Rnn))
                        .map(layer -> Arguments.of(layer, execution)));
    }

    static Stream<Arguments> carriers() {
        return Stream.of(Execution.values())
                .flatMap(execution -> RECURRENT.stream().map(layer -> Arguments.of(layer, execution)));
    }

    static Stream<LayerSpec> layers() {
        return RECURRENT.stream();
    }

    @ParameterizedTest
    @MethodSource("learners")
    void theBitOfAnEarlierEventIsLearned(LayerSpec layer, Execution execution) {
        double accuracy = echoed(layer, execution);
        assertTrue(accuracy > 0.95, "accuracy is " + accuracy);
    }

    @Test
    void withoutMemoryTheBitOfAnEarlierEventIsAGuess() {
        double accuracy = echoed(new Dense(16, Activation.TANH), Execution.SWEEP);
        assertTrue(accuracy < 0.6, "accuracy is " + accuracy);
    }

    /** Share of the last events whose class, the bit of the event {@link #DELAY} before, was answered. */
    private static double echoed(LayerSpec layer, Execution execution) {
        Model model = new Model(1, layer, execution, Adam.rate(0.01f), TRUNCATION);
        SplitMix64 random = new SplitMix64(17);
        int bits = 0;
        for (int event = 1; event <= EVENTS; event++) {
            int bit = (int) (random.nextLong() >>> 63);
            bits = bits << 1 | bit;
            model.example.features[0] = bit;
            model.learn(bits >> DELAY & 1);
        }
        return model.accuracy();
    }

    /** A bit that comes once in 21 events, marked, among others that mean nothing: it is the class of all events up to the next. */
    @ParameterizedTest
    @MethodSource("keepers")
    void aBitIsKeptOverTwentyEvents(LayerSpec layer) {
        int period = 21;
        Model model = new Model(2, layer, Execution.SWEEP, Adam.rate(0.005f), period + 4);
        SplitMix64 random = new SplitMix64(31);
        int kept = 0;
        for (int event = 0; event < 500 * period; event++) {
            boolean isMarked = event % period == 0;
            int bit = (int) (random.nextLong() >>> 63);
            kept = isMarked ? bit : kept;
            model.example.features[0] = bit;
            model.example.features[1] = isMarked ? 1f : 0f;
            model.learn(kept);
        }
        assertTrue(model.accuracy() > 0.95, "accuracy is " + model.accuracy());
    }

    static Stream<LayerSpec> keepers() {
        return Stream.of(new Lstm(16).carried(true), new Gru(16).carried(true));
    }

    /** The parity of the key's bits since the last event that is marked as a beginning, every fourth on average. */
    @ParameterizedTest
    @MethodSource("learners")
    void theParityOfAllBitsSinceAMarkIsLearned(LayerSpec layer, Execution execution) {
        Model model = new Model(2, layer, execution, Adam.rate(0.01f), TRUNCATION);
        SplitMix64 random = new SplitMix64(23);
        int parity = 0;
        for (int event = 1; event <= EVENTS; event++) {
            boolean isMarked = random.nextDouble() < 0.25;
            int bit = (int) (random.nextLong() >>> 63);
            parity = isMarked ? bit : parity ^ bit;
            model.example.features[0] = bit;
            model.example.features[1] = isMarked ? 1f : 0f;
            model.learn(parity);
        }
        assertTrue(model.accuracy() > 0.95, "accuracy is " + model.accuracy());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void anEventWhoseUpdateIsRefusedIsNotRemembered(LayerSpec layer) {
        Model spiked = Model.ofValues(layer, Execution.SWEEP);
        Model plain = Model.ofValues(layer, Execution.SWEEP);
        for (int event = 0; event < 10; event++) {
            spiked.value(event % 3, 1f);
            plain.value(event % 3, 1f);
        }
        float[] before = spiked.memory();
        spiked.value(2f, Float.POSITIVE_INFINITY);
        assertTrue(spiked.answer.refused);
        assertArrayEquals(before, spiked.memory());
        spiked.value(1f, 0.5f);
        plain.value(1f, 0.5f);
        assertFalse(spiked.answer.refused);
        assertArrayEquals(plain.answer.outputs, spiked.answer.outputs);
        assertArrayEquals(plain.memory(), spiked.memory());
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void aMemoryThatWouldNotBeFiniteIsNotKeptAndTeachesNothing(LayerSpec layer, Execution execution) {
        Model poisoned = Model.ofValues(layer, execution);
        Model plain = Model.ofValues(layer, execution);
        for (int event = 0; event < 5; event++) {
            poisoned.unlabelled(event % 3);
            plain.unlabelled(event % 3);
        }
        float[] before = poisoned.memory();
        poisoned.unlabelled(Float.NaN);
        assertArrayEquals(before, poisoned.memory());
        poisoned.unlabelled(2f);
        plain.unlabelled(2f);
        assertArrayEquals(plain.memory(), poisoned.memory());
        for (int event = 0; event < 10; event++) {
            poisoned.value(event % 3, 1f);
        }
        assertEquals(0, poisoned.network.refusedUpdates(poisoned.state));
        assertTrue(poisoned.network.updates(poisoned.state) > 0);
        for (int p = 0; p < poisoned.network.plan().parameterFloats(); p++) {
            assertTrue(Float.isFinite(poisoned.state.floats[p]));
        }
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void aModelThatIsKilledAfterEveryEventGoesOnBitForBit(LayerSpec layer, Execution execution) {
        Model uninterrupted = new Model(1, layer, execution, Adam.rate(0.01f), TRUNCATION);
        Model killed = new Model(1, layer, execution, Adam.rate(0.01f), TRUNCATION);
        for (int event = 0; event < 3 * TRUNCATION; event++) {
            Model restored = new Model(1, layer, execution, Adam.rate(0.01f), TRUNCATION);
            restored.state = killed.state.copy();
            killed = restored;
            for (Model model : List.of(uninterrupted, killed)) {
                model.example.features[0] = event % 5 - 2;
                model.learn(event & 1);
            }
            assertArrayEquals(uninterrupted.answer.outputs, killed.answer.outputs);
        }
        assertArrayEquals(uninterrupted.state.floats, killed.state.floats);
        assertArrayEquals(uninterrupted.state.longs, killed.state.longs);
        assertArrayEquals(uninterrupted.state.doubles, killed.state.doubles);
    }

    /** A layer between the features and an affine output, on one key. */
    private static final class Model {

        final Network network;
        final Example example;
        final Answer answer;
        NetworkState state;
        private final boolean[] hits = new boolean[500];
        private int answered;

        private Model(NetworkSpec spec, Execution execution, Optimizer optimizer, int truncation) {
            StateLayout layout = new StateLayout();
            network = NetworkLearner.of(spec, optimizer)
                    .execution(execution)
                    .truncation(truncation)
                    .compile(layout, ScalarKernel.INSTANCE);
            state = layout.newState();
            network.initialize(state);
            example = network.newExample();
            answer = network.newAnswer();
        }

        /** Two classes from so many features. */
        Model(int features, LayerSpec layer, Execution execution, Optimizer optimizer, int truncation) {
            this(NetworkSpec.inputs(features).then(layer).then(new Dense(2)).seed(5), execution, optimizer, truncation);
        }

        /** One value from one feature as it is, without an optimiser's state. */
        static Model ofValues(LayerSpec layer, Execution execution) {
            NetworkSpec spec = NetworkSpec.inputs(1)
                    .then(layer)
                    .then(new Dense(1))
                    .loss(Loss.squaredError())
                    .scaling(FeatureScaling.NONE)
                    .seed(5);
            return new Model(spec, execution, Sgd.rate(0.01f), TRUNCATION);
        }

        void learn(int label) {
            example.label(label);
            network.tick(state, example, answer);
            if (answer.present) {
                hits[answered++ % hits.length] = answer.predictedClass == (int) answer.truth[0];
            }
        }

        /** Share of the last 500 answers that were right. */
        double accuracy() {
            int count = 0;
            for (boolean hit : hits) {
                count += hit ? 1 : 0;
            }
            return count / (double) hits.length;
        }

        void value(float feature, float truth) {
            example.features[0] = feature;
            example.truth[0] = truth;
            example.target();
            network.tick(state, example, answer);
        }

        void unlabelled(float feature) {
            example.features[0] = feature;
            example.unlabelled();
            network.tick(state, example, answer);
        }

        /** The floats behind the parameters, which plain SGD keeps nothing between. */
        float[] memory() {
            int at = network.parametersAt() + network.plan().parameterFloats();
            return Arrays.copyOfRange(state.floats, at, at + network.plan().memoryFloats());
        }
    }
}
