package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateSection;
import io.github.stepnet.network.equilibrium.EquilibriumEvents.Kind;
import io.github.stepnet.network.equilibrium.EquilibriumModel;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.GatedMlp;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.equilibrium.ModernTied;
import io.github.stepnet.network.equilibrium.Settlement;
import io.github.stepnet.network.equilibrium.ToroidalMlp;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an equilibrium network owes to the operator, whatever its model. */
class EquilibriumNetworkTest {

    static List<EquilibriumModel> models() {
        return EquilibriumModels.all();
    }

    static List<EquilibriumLearner> learners() {
        return EquilibriumModels.learners();
    }

    private static EquilibriumLearner classifier(EquilibriumModel model) {
        return EquilibriumModels.of(model);
    }

    private static EquilibriumLearner unscaled(EquilibriumLearner learner) {
        return learner.network(learner.network().scaling(FeatureScaling.NONE));
    }

    private static EquilibriumRun run(EquilibriumLearner learner) {
        return new EquilibriumRun(learner, ScalarKernel.INSTANCE);
    }

    private static void learn(EquilibriumRun run, int events, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        for (int event = 0; event < events; event++) {
            EquilibriumRun.xor(run.example, random);
            run.network.tick(run.state, run.example, run.answer);
        }
    }

    @Test
    void theCasesAreAllModels() {
        Set<Class<?>> tried = new HashSet<>();
        models().forEach(model -> tried.add(model.getClass()));
        assertEquals(Set.of(EquilibriumModel.class.getPermittedSubclasses()), tried);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void theTextIsReadBackToItself(EquilibriumLearner learner) {
        String text = TrackedLearner.canonicalText(learner, Milestones.everyTenPercent());
        assertTrue(text.startsWith("{learner: {equilibrium-learner: {network: {inputs: 4, model: {"), text);
        assertEquals(text, TrackedLearner.canonicalTextAgain(text));
    }

    @ParameterizedTest
    @MethodSource("learners")
    void keysAreApartAndAReplayGivesTheSameBits(EquilibriumLearner learner) {
        EquilibriumRun alone = run(learner);
        EquilibriumRun shared = run(learner);
        NetworkState other = shared.state.copy();
        learn(alone, 40, 1);
        SplitMix64 one = new SplitMix64(1);
        SplitMix64 two = new SplitMix64(2);
        for (int event = 0; event < 40; event++) {
            if (event == 20) {
                shared = withState(shared, learner);
            }
            EquilibriumRun.xor(shared.example, one);
            shared.network.tick(shared.state, shared.example, shared.answer);
            EquilibriumRun.xor(shared.example, two);
            shared.network.tick(other, shared.example, shared.answer);
        }
        assertSame(alone.state, shared.state);
    }

    /** As after a restart: a copy of the state, and another compiled learner. */
    private static EquilibriumRun withState(EquilibriumRun run, EquilibriumLearner learner) {
        EquilibriumRun restarted = run(learner);
        System.arraycopy(run.state.floats, 0, restarted.state.floats, 0, run.state.floats.length);
        System.arraycopy(run.state.longs, 0, restarted.state.longs, 0, run.state.longs.length);
        System.arraycopy(run.state.doubles, 0, restarted.state.doubles, 0, run.state.doubles.length);
        return restarted;
    }

    private static void assertSame(NetworkState wanted, NetworkState given) {
        assertArrayEquals(wanted.floats, given.floats);
        assertArrayEquals(wanted.longs, given.longs);
        assertArrayEquals(wanted.doubles, given.doubles);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aTruthThatComesRightAfterItsEventTeachesAsWithIt(EquilibriumLearner learner) {
        EquilibriumRun with = run(learner);
        EquilibriumRun after = run(learner);
        PendingExample kept = after.network.newPendingExample();
        SplitMix64 random = new SplitMix64(1);
        for (int event = 0; event < 20; event++) {
            EquilibriumRun.xor(with.example, random);
            System.arraycopy(with.example.features, 0, after.example.features, 0, 4);
            after.example.unlabelled();
            with.network.tick(with.state, with.example, with.answer);
            after.network.tick(after.state, after.example, after.answer);
            after.network.keep(after.state, after.answer, kept);
            after.network.teach(after.state, kept, with.example.truth, after.answer);
            assertEquals(with.answer.loss, after.answer.loss);
            assertArrayEquals(with.answer.outputs, after.answer.outputs);
        }
        assertArrayEquals(with.network.parameters(with.state), after.network.parameters(after.state));
    }

    @ParameterizedTest
    @MethodSource("models")
    void accumulatedExamplesTeachTheirMeanGradient(EquilibriumModel model) {
        EquilibriumLearner learner = unscaled(classifier(model).optimizer(Sgd.rate(0.1f)));
        EquilibriumRun ticked = run(learner);
        EquilibriumRun applied = run(learner);
        ticked.example.features[1] = 1;
        applied.example.features[1] = 1;
        ticked.example.label(1);
        applied.example.unlabelled();
        ticked.network.tick(ticked.state, ticked.example, ticked.answer);
        applied.network.tick(applied.state, applied.example, applied.answer);
        PendingExample kept = applied.network.newPendingExample();
        applied.network.keep(applied.state, applied.answer, kept);
        assertFalse(applied.network.apply(applied.state));
        applied.network.accumulate(applied.state, kept, ticked.example.truth, 0.5f);
        applied.network.accumulate(applied.state, kept, ticked.example.truth, 1.5f);
        assertTrue(applied.network.apply(applied.state));
        assertArrayEquals(ticked.network.parameters(ticked.state), applied.network.parameters(applied.state), 1e-6f);
    }

    @Test
    void aCadenceBringsOneUpdateForSoManySamples() {
        EquilibriumRun run = run(classifier(new LoopedMlp(16, true)).cadence(8));
        learn(run, 20, 1);
        assertEquals(2, run.network.updates(run.state));
    }

    @Test
    void anUpdateThatIsNotFiniteLeavesEverythingAsItWas() {
        EquilibriumSpec spec = EquilibriumSpec.of(2, new LoopedMlp(16, true), 1, Loss.squaredError());
        EquilibriumLearner wild = EquilibriumLearner.of(spec).optimizer(Adam.rate(3e38f));
        for (EquilibriumLearner learner : List.of(wild, unscaled(wild), unscaled(EquilibriumLearner.of(spec)))) {
            EquilibriumRun run = run(learner);
            boolean wasRefused = false;
            for (int event = 0; event < 5; event++) {
                NetworkState before = run.state.copy();
                run.example.features[0] = event;
                run.example.features[1] = -event;
                run.example.truth[0] = event == 3 ? Float.NaN : event;
                run.example.target();
                run.network.tick(run.state, run.example, run.answer);
                if (run.answer.refused) {
                    wasRefused = true;
                    assertFalse(run.answer.learned);
                    assertArrayEquals(before.floats, run.state.floats);
                    assertArrayEquals(before.doubles, run.state.doubles);
                    assertEquals(run.network.updates(before), run.network.updates(run.state));
                    assertEquals(run.network.refusedUpdates(before) + 1, run.network.refusedUpdates(run.state));
                }
            }
            assertTrue(wasRefused, "never refused: " + learner);
        }
    }

    @Test
    void anEventThatDivergesIsToldAndTheKeyStartsAgainFromZeros() {
        EquilibriumRun run = run(unscaled(classifier(new ModernTied(8, 32))));
        learn(run, 10, 1);
        float[] parameters = run.network.parameters(run.state);
        Arrays.fill(run.example.features, 3e38f);
        run.example.label(1);
        run.network.tick(run.state, run.example, run.answer);
        assertEquals(Settlement.DIVERGED, run.answer.settlement);
        assertEquals(Kind.DIVERGED, run.answer.equilibrium.kind(0));
        assertTrue(run.answer.refused);
        assertTrue(Float.isFinite(run.answer.outputs[0]));
        assertArrayEquals(parameters, run.network.parameters(run.state));
        assertEquals(1, run.network.divergedEvents(run.state));
        learn(run, 10, 2);
        assertEquals(Settlement.CONVERGED, run.answer.settlement);
    }

    @Test
    void anEventThatDivergesWithoutATruthLeavesTheKeyAsIfItHadNotBeen() {
        EquilibriumLearner learner = classifier(ToroidalMlp.of(16, ToroidalMlp.Shift.EVENT));
        // A scaler takes no number that is not finite, so one feature is not scaled.
        learner = learner.network(learner.network().unscaled(0));
        EquilibriumRun run = run(learner);
        EquilibriumRun untouched = run(learner);
        run.example.features[0] = Float.NaN;
        run.example.unlabelled();
        run.network.tick(run.state, run.example, run.answer);
        assertEquals(Settlement.DIVERGED, run.answer.settlement);
        assertArrayEquals(untouched.state.floats, run.state.floats);
        assertArrayEquals(untouched.state.doubles, run.state.doubles);
        learn(run, 5, 1);
        run.example.unlabelled();
        run.example.features[0] = Float.NaN;
        run.network.tick(run.state, run.example, run.answer);
        StateSection memory = run.layout.sections().stream()
                .filter(section -> section.part().equals("memory") && section.kind() == StateSection.Kind.FLOATS)
                .findFirst()
                .orElseThrow();
        assertEquals(16 + 3 * 16, memory.count());
        for (int i = 0; i < memory.count(); i++) {
            assertEquals(0f, run.state.floats[memory.at() + i]);
        }
    }

    @Test
    void gatesStayAsTheyWereDrawn() {
        GatedMlp model = new GatedMlp(16);
        EquilibriumRun run = run(classifier(model));
        float[] before = run.network.parameters(run.state);
        learn(run, 50, 1);
        float[] after = run.network.parameters(run.state);
        int gatesAt = before.length - model.drawn(4);
        assertArrayEquals(
                Arrays.copyOfRange(before, gatesAt, before.length), Arrays.copyOfRange(after, gatesAt, after.length));
        for (int i = 0; i < gatesAt; i++) {
            assertNotEquals(before[i], after[i], "parameter " + i);
        }
    }

    @Test
    void aRepeatedEventIsWhereItsBatchSettles() {
        EquilibriumLearner learner = unscaled(classifier(ToroidalMlp.of(16, ToroidalMlp.Shift.EVENT)));
        EquilibriumLearner iterated = unscaled(classifier(ToroidalMlp.of(16, ToroidalMlp.Shift.ITERATION)));
        EquilibriumRun events = run(learner);
        EquilibriumRun iterations = run(iterated);
        for (int event = 0; event < 60; event++) {
            for (EquilibriumRun run : List.of(events, iterations)) {
                Arrays.fill(run.example.features, 0.5f);
                run.example.unlabelled();
                run.network.tick(run.state, run.example, run.answer);
            }
        }
        float[] settled = Arrays.copyOf(iterations.network.body().settled(), 16);
        assertArrayEquals(settled, events.network.body().settled(), 2e-3f);
        assertEquals(1, events.answer.iterations);
        assertTrue(events.network.body().errorBound(events.state) < 0.01);
    }

    @Test
    void valuesAreLearnedInTheirOwnUnits() {
        EquilibriumSpec spec = EquilibriumSpec.of(2, new LoopedMlp(16, true), 1, Loss.squaredError());
        EquilibriumRun run = run(EquilibriumLearner.of(spec));
        SplitMix64 random = new SplitMix64(9);
        double error = 0;
        for (int event = 0; event < 3000; event++) {
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            run.example.features[0] = a;
            run.example.features[1] = b;
            run.example.truth[0] = 5000 + 1000 * (a - b);
            run.example.target();
            run.network.tick(run.state, run.example, run.answer);
            error += event >= 2500 ? Math.abs(run.answer.outputs[0] - run.example.truth[0]) / 500 : 0;
        }
        assertTrue(error < 150, "mean absolute error " + error);
    }

    @Test
    void impossibleLearnersAreRefusedWithARemedy() {
        assertMessage(
                () -> EquilibriumLearner.of(EquilibriumSpec.of(4, new LoopedMlp(16, false), 2)),
                "EquilibriumLearner.propagation compares energies, which the model LoopedMlp[hidden=16,"
                        + " symmetric=false] does not have; use asymmetric or adjoint, or symmetric weights");
        assertMessage(
                () -> classifier(new ModernTied(8, 32)).propagation(new EquilibriumPropagation.Holomorphic(0.5f)),
                "EquilibriumLearner.propagation is holomorphic, which neither every model nor every loss is; use"
                        + " centred, or a looped, gated or by event toroidal model with softmax-cross-entropy or"
                        + " squared-error");
        assertMessage(
                () -> classifier(new LoopedMlp(16, true)).contraction(1f),
                "EquilibriumLearner.contraction is 1.0; it must be within (0, 1), such as 0.95, or 0 for no bound");
        assertMessage(
                () -> EquilibriumSpec.of(4, new LoopedMlp(16, true), 1),
                "EquilibriumSpec.outputs does not fit: loss softmax-cross-entropy got a network with 1 output; it"
                        + " needs one output per class, so at least 2");
        assertMessage(() -> new LoopedMlp(0, true), "LoopedMlp.hidden is 0; it must be within [1, 10000]");
        assertMessage(
                () -> new EquilibriumPropagation.Centred(-0.1f), "Centred.beta is -0.1; it must be within [0.0001, 1]");
    }

    private static void assertMessage(Runnable made, String message) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, made::run).getMessage());
    }

    @Test
    void itsTableShowsModelFloatsAndBytes() {
        String table = run(classifier(new LoopedMlp(16, true))).network.describe();
        assertTrue(table.startsWith("{looped-mlp: {hidden: 16, symmetric: true}} of 4 inputs and 2 outputs"), table);
        assertTrue(table.contains("370 parameters"), table);
    }
}
