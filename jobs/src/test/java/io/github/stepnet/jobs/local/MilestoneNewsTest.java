package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.jobs.terminal.Tone;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.MilestoneKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class MilestoneNewsTest {

    private static final int KEYS = 2;

    private final MilestoneNews milestones = new MilestoneNews(1000);

    @Test
    void theHighestThresholdThatAKeyIsFirstToReachIsToldOnce() {
        reached("a", 50, 99);
        reached("a", 60, 411);
        assertEquals(List.of("60 % reached by a, event 412, 25 points above baselines"), take());
        reached("b", 50, 420);
        assertEquals(List.of("50 % reached by all 2 keys"), take());
        reached("b", 60, 430);
        assertEquals(List.of("60 % reached by all 2 keys"), take());
        assertEquals(List.of(), take());
        assertEquals(4, milestones.reached());
    }

    @Test
    void threeThresholdsAtOnceAreToldByTheLowestAndTheHighest() {
        for (String key : List.of("a", "b")) {
            reached(key, 50, 300);
            reached(key, 60, 300);
            reached(key, 70, 300);
        }
        assertEquals(List.of("50 % to 70 % reached by all 2 keys"), take());
    }

    @Test
    void whatABaselineNearlyReachesIsNoNews() {
        reached("a", 30, 99);
        reached("a", 40, 99);
        reached("b", 30, 99);
        reached("b", 40, 99);
        assertEquals(List.of(), take());
    }

    @Test
    void whatAllHeldAndOneLostIsToldOnceBetweenTwoDrifts() {
        hold();
        lost("a", 60, 500);
        assertEquals(List.of("60 % lost, first by a at its event 501"), take());
        reached("a", 60, 600);
        assertEquals(List.of("60 % reached again by all 2 keys, 1 had lost it"), take());
        lost("a", 60, 700);
        reached("a", 60, 800);
        assertEquals(List.of(), take());
        lost("b", 60, 1010);
        lost("a", 60, 1020);
        lost("a", 50, 1030);
        assertEquals(List.of("50 %, 60 % lost, first by b at its event 1,011"), take());
        reached("a", 50, 1500);
        reached("a", 60, 1500);
        reached("b", 60, 1500);
        assertEquals(List.of("50 %, 60 % reached again by all 2 keys, 2 at most had lost them"), take());
        assertEquals(5, milestones.lost());
    }

    @Test
    void gainAndLossHaveTheirTones() {
        hold();
        lost("a", 60, 500);
        reached("a", 60, 600);
        assertEquals(
                List.of(Tone.BAD, Tone.GOOD),
                milestones.take(KEYS).stream().map(News::tone).toList());
    }

    private void hold() {
        for (String key : List.of("a", "b")) {
            reached(key, 50, 300);
            reached(key, 60, 400);
        }
        assertEquals(List.of("50 %, 60 % reached by all 2 keys"), take());
    }

    private List<String> take() {
        return milestones.take(KEYS).stream().map(News::text).toList();
    }

    private void reached(String key, int percent, long tick) {
        milestones.add(milestone(key, percent, tick, MilestoneKind.REACHED));
    }

    private void lost(String key, int percent, long tick) {
        milestones.add(milestone(key, percent, tick, MilestoneKind.LOST));
    }

    /** Where the better baseline has 35 %. */
    private static Milestone milestone(String key, int percent, long tick, MilestoneKind kind) {
        Milestone milestone = new Milestone();
        milestone.setKey(key);
        milestone.setThresholdPercent(percent);
        milestone.setTick(tick);
        milestone.setKind(kind);
        milestone.setAccuracy(percent / 100f);
        milestone.setLead(percent / 100f - 0.35f);
        return milestone;
    }
}
