package io.github.stepnet.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.progress.Errors;
import io.github.stepnet.network.progress.Hits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScorecardTest {

    private static final float UNKNOWN = Float.NaN;

    private static Outcome outcome(
            long number, String key, float answer, float probability, float truth, long updates) {
        Outcome outcome = new Outcome();
        outcome.number = number;
        outcome.key = key;
        outcome.answer = answer;
        outcome.probability = probability;
        outcome.truth = truth;
        outcome.updates = updates;
        return outcome;
    }

    private static Assessment assess(int classes, long last, List<Long> checkpoints, List<Outcome> outcomes) {
        Scorecard scorecard = new Scorecard(classes, true, last, checkpoints);
        outcomes.forEach(scorecard::take);
        return scorecard.assess();
    }

    /** Two keys by turns; key a is right three times of four, key b once. */
    private static List<Outcome> ofTwoKeys() {
        return List.of(
                outcome(0, "a", 1, 0.5f, 1, 0),
                outcome(1, "b", 0, 0.5f, 1, 0),
                outcome(2, "a", 1, 0.25f, 1, 1),
                outcome(3, "b", 1, 0.25f, 1, 1),
                outcome(4, "a", 0, 0.5f, 1, 2),
                outcome(5, "b", 1, 0.5f, 0, 2),
                outcome(6, "a", 0, 0.5f, 0, 3),
                outcome(7, "b", 0, 0.25f, 1, 3));
    }

    @Test
    void figuresAreThoseCountedByHand() {
        Assessment found = assess(2, 4, List.of(8L), ofTwoKeys());
        Score.OfClasses total = (Score.OfClasses) found.total();
        // By the previous label a: 0 1 1 0 of 1 1 1 0, b: 0 1 0 0 of 1 1 0 1; by the majority a: 0 1 1 0, b: 0 1 0 1.
        assertEquals(new Hits(8, 4, 4, 3), total.figures().overall());
        assertEquals(List.of(2L, 6L), total.figures().labels());
        assertEquals(List.of(4L, 4L), total.figures().predictions());
        assertEquals((5 * Math.log(2) + 3 * Math.log(4)) / 8, total.figures().logLoss(), 1e-15);
        assertEquals(0, total.figures().kappa(), 1e-15);
        assertEquals(1.0 / 5, total.figures().kappaTemporal(), 1e-15);
        assertEquals(2, found.keys());
        assertEquals("b", found.worst().orElseThrow().key());
        assertEquals(0.25, found.worst().orElseThrow().score().quality());
        assertEquals(8, found.answered());
    }

    @Test
    void aCheckpointScoresTheLastRowsBeforeIt() {
        Assessment found = assess(2, 4, List.of(6L, 3L, 8L), ofTwoKeys());
        assertEquals(
                List.of(3L, 6L, 8L),
                found.checkpoints().stream().map(Assessment.Checkpoint::at).toList());
        assertEquals(
                List.of(3L, 4L, 4L),
                found.checkpoints().stream().map(Assessment.Checkpoint::last).toList());
        assertEquals(new Hits(3, 2, 1, 1), hits(found, 0));
        assertEquals(new Hits(4, 2, 3, 3), hits(found, 1));
        assertEquals(new Hits(4, 1, 2, 1), hits(found, 2));
    }

    private static Hits hits(Assessment found, int checkpoint) {
        return ((Score.OfClasses) found.checkpoints().get(checkpoint).score())
                .figures()
                .overall();
    }

    @Test
    void theOrderAmongKeysChangesNoBit() {
        List<Outcome> sorted = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            sorted.add(outcome(i, "k" + i % 7, i % 3, 1f / (2 + i % 11), i * i % 5 % 3, i / 7));
        }
        List<Outcome> byKey = new ArrayList<>();
        for (int key = 6; key >= 0; key--) {
            for (int i = key; i < 3000; i += 7) {
                byKey.add(sorted.get(i));
            }
        }
        List<Long> checkpoints = List.of(1000L, 3000L);
        assertEquals(assess(3, 500, checkpoints, sorted), assess(3, 500, checkpoints, byKey));
    }

    @Test
    void anUpdateThatDoesNotFollowIsRefused() {
        List<Outcome> outcomes = List.of(
                outcome(0, "a", 0, 0.5f, 0, 0),
                outcome(1, "a", 0, 0.5f, 0, 1),
                outcome(2, "a", 0, Float.NaN, 0, 1),
                outcome(3, "a", 0, 0.5f, UNKNOWN, 2),
                outcome(4, "a", 0, 0.5f, 0, 2));
        Assessment found = assess(2, 1, List.of(), outcomes);
        assertEquals(3, found.updates());
        assertEquals(1, found.refused());
        assertEquals(5, found.answered());
        assertEquals(4, found.total().events());
        assertTrue(Double.isFinite(((Score.OfClasses) found.total()).figures().logLoss()));
    }

    @Test
    void rowsThatCannotBeUsedAreCountedAndTheFirstAreTold() {
        List<Outcome> outcomes = new ArrayList<>();
        for (long number = 9; number >= 2; number--) {
            outcomes.add(Outcome.rejected(number, "reason " + number));
        }
        Assessment found = assess(2, 1, List.of(), outcomes);
        assertEquals(8, found.rejected());
        assertEquals(List.of("reason 2", "reason 3", "reason 4", "reason 5", "reason 6"), found.reasons());
        assertEquals(0, found.answered());
        assertEquals(Optional.empty(), found.worst());
    }

    @Test
    void valuesAreScoredByTheirErrors() {
        List<Outcome> outcomes = List.of(
                outcome(0, "a", 1, 0, 2, 0),
                outcome(1, "b", 10, 0, 10, 0),
                outcome(2, "a", 4, 0, 4, 1),
                outcome(3, "a", 4, 0, 6, 2),
                outcome(4, "b", Float.POSITIVE_INFINITY, 0, UNKNOWN, 1));
        Assessment found = assess(0, 2, List.of(4L), outcomes);
        Score.OfValues total = (Score.OfValues) found.total();
        // The last value of a errs by 0 2 2, its running mean by 0 2 3.
        assertEquals(new Errors(4, 3, 5, 4, 8, 5, 13), total.figures().overall());
        assertEquals(1 - 5.0 / 8, total.figures().r2(), 1e-15);
        assertEquals(
                new Errors(2, 2, 4, 4, 8, 5, 13),
                ((Score.OfValues) found.checkpoints().get(0).score()).figures().overall());
        assertEquals("a", found.worst().orElseThrow().key());
    }

    @Test
    void aValueBeyondAllNumbersIsTheWorstFiniteOne() {
        Assessment found = assess(0, 1, List.of(), List.of(outcome(0, "a", Float.NEGATIVE_INFINITY, 0, 0, 0)));
        assertEquals(Float.MAX_VALUE, ((Score.OfValues) found.total()).figures().mae());
    }
}
