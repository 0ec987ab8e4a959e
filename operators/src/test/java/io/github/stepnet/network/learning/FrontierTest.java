package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.health.StageHealth;
import io.github.stepnet.network.optimizer.Adam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrontierTest {

    private static TechniqueRun run(float threshold, int every) {
        return new TechniqueRun(NetworkLearner.of(TechniqueRun.SPEC, Adam.rate(0.005f))
                .rule(new Tween())
                .techniques(new Frontier(threshold, every)));
    }

    /** Which of the three stages a tick has moved. */
    private static List<Boolean> moved(TechniqueRun run, float[] before) {
        int[] ends = {0, 4 * 9 + 9, 4 * 9 + 9 + 9 * 6 + 6, before.length};
        float[] after = run.parameters();
        List<Boolean> moved = new ArrayList<>();
        for (int stage = 0; stage < 3; stage++) {
            moved.add(!Arrays.equals(before, ends[stage], ends[stage + 1], after, ends[stage], ends[stage + 1]));
        }
        return moved;
    }

    @Test
    void stagesJoinFromTheOutputOnOneAfterTheOther() {
        TechniqueRun run = run(0f, 10);
        for (int tick = 1; tick <= 40; tick++) {
            float[] before = run.parameters();
            run.tick(0);
            assertEquals(List.of(tick > 20, tick > 10, true), moved(run, before), "at tick " + tick);
            boolean joins = tick == 10 || tick == 20;
            assertEquals(joins ? 1 : 0, run.answer.events.count(), "at tick " + tick);
            if (joins) {
                assertEquals(LearningEvents.Kind.LAYER_UNFROZEN, run.answer.events.kind(0));
                assertEquals(tick == 10 ? 1 : 0, run.answer.events.stage(0));
            }
        }
    }

    @Test
    void aThresholdOutOfReachLeavesTheLowerStagesAsTheyWere() {
        TechniqueRun run = run(1f, 10);
        float[] before = run.parameters();
        for (int tick = 0; tick < 500; tick++) {
            run.tick(0);
        }
        assertEquals(List.of(false, false, true), moved(run, before));
    }

    @Test
    void itMovesByTheMeanBudgetOfTheStagesThatLearn() {
        float threshold = 0.8f;
        TechniqueRun run = run(threshold, 50);
        HealthProbe probe = run.network.measure(new Health(1)).orElseThrow();
        int learning = 1;
        int lateRuns = 0;
        while (learning < 3) {
            double sum = 0;
            double joining = 0;
            for (int tick = 0; tick < 50; tick++) {
                run.tick(0);
                List<StageHealth> stages = probe.stages();
                for (int behind = 0; behind < learning; behind++) {
                    sum += stages.get(2 - behind).linkBudget / learning / 50;
                }
                joining += stages.get(2 - learning).linkBudget / 50;
            }
            var told = run.told(LearningEvents.Kind.LAYER_UNFROZEN);
            assertEquals(sum >= threshold, told.isPresent(), "mean budget " + sum + " of " + learning);
            if (told.isPresent()) {
                assertEquals(joining, told.get(), 1e-5);
                learning++;
            } else {
                lateRuns++;
            }
            assertTrue(lateRuns < 100, "mean budget " + sum + " of " + learning);
        }
        assertFalse(lateRuns == 0, "the threshold was reached at once");
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Frontier(1.1f, 100));
        assertThrows(IllegalArgumentException.class, () -> new Frontier(Float.NaN, 100));
        assertThrows(IllegalArgumentException.class, () -> new Frontier(0.55f, 0));
    }
}
