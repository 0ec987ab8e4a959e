package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.equilibrium.EquilibriumEvents;
import io.github.stepnet.network.equilibrium.EquilibriumEvents.Kind;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.equilibrium.Settlement;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.network.equilibrium.ToroidalMlp;
import io.github.stepnet.network.kernel.ScalarKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What ticks tell of settling: each milestone when it is reached, and not where it is not. */
class EquilibriumTellingTest {

    private static EquilibriumRun run(EquilibriumLearner learner) {
        return new EquilibriumRun(learner, ScalarKernel.INSTANCE);
    }

    /** From near an unstable fixed point residuals grow and stay finite. */
    @Test
    void residualsThatGrowTenfoldAreTold() {
        EquilibriumRun run = withRecurrentWeights(3f, EquilibriumModels.of(new LoopedMlp(16, true)));
        Arrays.fill(run.state.floats, 0, 4 * 16, 0f);
        Arrays.fill(run.state.floats, 4 * 16, 5 * 16, 1e-3f);
        run.example.unlabelled();
        run.network.tick(run.state, run.example, run.answer);
        assertEquals(Settlement.DIVERGED, run.answer.settlement);
        assertTrue(run.answer.residual > 1e-2f && run.answer.residual < 10f, "residual " + run.answer.residual);
    }

    /** A key of unbounded weights whose recurrent matrix is so many times the identity. */
    private static EquilibriumRun withRecurrentWeights(float diagonal, EquilibriumLearner learner) {
        EquilibriumRun run =
                run(learner.contraction(0f).network(learner.network().scaling(FeatureScaling.NONE)));
        setRecurrentWeights(diagonal, run);
        return run;
    }

    private static void setRecurrentWeights(float diagonal, EquilibriumRun run) {
        int at = 5 * 16;
        for (int i = 0; i < 16; i++) {
            for (int j = 0; j < 16; j++) {
                run.state.floats[at + 16 * i + j] = i == j ? diagonal : 0f;
            }
        }
        assertTrue(run.network.body().constrain(run.state));
    }

    private static Set<Kind> told(EquilibriumRun run, int events) {
        Set<Kind> told = EnumSet.noneOf(Kind.class);
        SplitMix64 random = new SplitMix64(1);
        for (int event = 0; event < events; event++) {
            EquilibriumRun.xor(run.example, random);
            run.network.tick(run.state, run.example, run.answer);
            for (int i = 0; i < run.answer.equilibrium.count(); i++) {
                told.add(run.answer.equilibrium.kind(i));
            }
        }
        return told;
    }

    @Test
    void aPoorGradientIsNotToldToBeGood() {
        EquilibriumLearner looped =
                EquilibriumModels.of(new LoopedMlp(16, true)).audit(1);
        assertTrue(told(run(looped), 5).contains(Kind.GRADIENT_OK));
        Settling brief = Settling.standard().nudgedIterations(1);
        assertFalse(told(run(looped.settling(brief)), 5).contains(Kind.GRADIENT_OK));
    }

    @Test
    void anEnergyThatRisesIsNotToldToDescend() {
        EquilibriumLearner audited =
                EquilibriumModels.of(new LoopedMlp(16, true)).audit(1);
        assertTrue(told(withRecurrentWeights(-0.5f, audited), 3).contains(Kind.ENERGY_DESCENT));
        assertFalse(told(withRecurrentWeights(-3f, audited), 3).contains(Kind.ENERGY_DESCENT));
    }

    @Test
    void weightsOutsideOfTheBoundAreNotToldToContractUntilTheyDo() {
        EquilibriumRun run = withRecurrentWeights(-1.5f, EquilibriumModels.of(new LoopedMlp(16, true)));
        assertFalse(told(run, 3).contains(Kind.CONTRACTIVE));
        setRecurrentWeights(0.5f, run);
        assertTrue(told(run, 1).contains(Kind.CONTRACTIVE));
        assertFalse(told(run, 3).contains(Kind.CONTRACTIVE));
        setRecurrentWeights(1.5f, run);
        assertFalse(told(run, 1).contains(Kind.CONTRACTIVE));
        setRecurrentWeights(0.5f, run);
        assertTrue(told(run, 1).contains(Kind.CONTRACTIVE));
    }

    /** The first event tells what a fresh model is; nothing is lost while it learns, though every tenth update is audited. */
    @Test
    void ticksTellWhatTheKeyHasReachedOnceEach() {
        EquilibriumRun run = run(EquilibriumModels.of(new LoopedMlp(16, true)).audit(10));
        SplitMix64 random = new SplitMix64(1);
        List<Kind> told = new ArrayList<>();
        for (int event = 0; event < 1000; event++) {
            EquilibriumRun.xor(run.example, random);
            run.network.tick(run.state, run.example, run.answer);
            assertEquals(Settlement.CONVERGED, run.answer.settlement);
            assertTrue(run.answer.iterations > 0 && run.answer.residual < 1e-4f);
            EquilibriumEvents events = run.answer.equilibrium;
            for (int i = 0; i < events.count(); i++) {
                told.add(events.kind(i));
            }
            assertEquals(4, told.size(), "event " + event + ": " + told);
        }
        assertEquals(Set.of(Kind.CONVERGED, Kind.CONTRACTIVE, Kind.ENERGY_DESCENT, Kind.GRADIENT_OK), Set.copyOf(told));
    }

    @Test
    void whatDoesNotApplyIsNotTold() {
        for (EquilibriumLearner learner : List.of(
                EquilibriumModels.nonSymmetric(new LoopedMlp(16, false), new EquilibriumPropagation.Asymmetric(0.1f)),
                EquilibriumModels.of(ToroidalMlp.of(16, ToroidalMlp.Shift.ITERATION)),
                EquilibriumModels.of(new LoopedMlp(16, true))
                        .settling(Settling.standard().acceleration(Settling.Acceleration.ANDERSON)))) {
            EquilibriumRun run = run(learner);
            told(run, 1);
            assertEquals(3, run.answer.equilibrium.count());
            for (int i = 0; i < 3; i++) {
                assertNotEquals(Kind.ENERGY_DESCENT, run.answer.equilibrium.kind(i));
            }
        }
    }
}
