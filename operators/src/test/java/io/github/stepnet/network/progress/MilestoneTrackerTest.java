package io.github.stepnet.network.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.progress.MilestoneListener.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MilestoneTrackerTest {

    private static final long SEED = 42;

    @Test
    void aThresholdIsReachedOnceItHasHeldForAsLongAsAsked() {
        Key key = new Key(Milestones.every(50).sustainedFor(3));
        key.observe(0.5, 0.5);
        assertEquals(List.of(), key.heard);

        key.observe(0.5);

        assertEquals(List.of("REACHED 50"), key.heard);
        assertEquals(50, key.percentHeld());
    }

    @Test
    void oneEventBelowStartsTheCountAgain() {
        Key key = new Key(Milestones.every(50).sustainedFor(3));
        key.observe(0.5, 0.5, 0.499, 0.5, 0.5);
        assertEquals(List.of(), key.heard);

        key.observe(0.5);

        assertEquals(List.of("REACHED 50"), key.heard);
    }

    @Test
    void aThresholdIsLostTwoPointsBelowAndCanThenBeReachedAgain() {
        Key key = new Key(Milestones.every(50).sustainedFor(2));
        key.observe(0.6, 0.6, 0.49, 0.481, 0.481, 0.6, 0.6);
        assertEquals(List.of("REACHED 50"), key.heard);

        key.observe(0.48, 0.48, 0.6, 0.6);

        assertEquals(List.of("REACHED 50", "LOST 50", "REACHED 50"), key.heard);
    }

    @Test
    void oneEventAboveTheLowerLineKeepsAThreshold() {
        Key key = new Key(Milestones.every(50).sustainedFor(2));
        key.observe(0.6, 0.6, 0.3, 0.485, 0.3, 0.485, 0.3);
        assertEquals(List.of("REACHED 50"), key.heard);
        assertEquals(50, key.percentHeld());
    }

    @Test
    void thresholdsPassedTogetherAreReportedInTheOrderInWhichTheyArePassed() {
        Key key = new Key(Milestones.everyTenPercent().sustainedFor(2));
        key.observe(0.35, 0.35, 0.05, 0.05);
        assertEquals(List.of("REACHED 10", "REACHED 20", "REACHED 30", "LOST 30", "LOST 20", "LOST 10"), key.heard);
        assertEquals(0, key.percentHeld());
    }

    @Test
    void aPerfectWindowReachesOneHundredPercent() {
        Key key = new Key(Milestones.every(30).sustainedFor(1));
        key.observe(1);
        assertEquals(List.of("REACHED 30", "REACHED 60", "REACHED 90"), key.heard);

        Key hundred = new Key(Milestones.every(100).sustainedFor(1));
        hundred.observe(0.998, 1);
        assertEquals(List.of("REACHED 100"), hundred.heard);
    }

    @Test
    void aShareThatIsExactlyTheThresholdReachesIt() {
        for (int percent = 1; percent <= 100; percent++) {
            Key key = new Key(Milestones.every(percent).sustainedFor(1));
            key.observe(5 * percent / 500.0);
            assertEquals(List.of("REACHED " + percent), key.heard);
        }
    }

    @Test
    void aThresholdCloserToZeroThanTheHysteresisIsNeverLost() {
        Key key = new Key(Milestones.every(1).sustainedFor(1));
        key.observe(0.025, 0, 0, 0);
        assertEquals(List.of("REACHED 1", "REACHED 2", "LOST 2"), key.heard);
    }

    @Test
    void aYoungWindowCountsFromAsManyEventsAsAThresholdMustHold() {
        Key key = new Key(Milestones.everyTenPercent().overLast(500).sustainedFor(3));
        key.observeAt(1, 0.1);
        key.observeAt(2, 0.1);
        key.observeAt(3, 0.1);
        key.observeAt(4, 0.1);
        assertEquals(List.of(), key.heard);

        key.observeAt(5, 0.1);

        assertEquals(List.of("REACHED 10"), key.heard);
        assertEquals(5, key.windowEvents);
    }

    @Test
    void aWindowShorterThanTheStreakCountsOnceItIsFull() {
        Key key = new Key(Milestones.everyTenPercent().overLast(2).sustainedFor(3));
        key.observeAt(1, 0.1);
        key.observeAt(2, 0.1);
        key.observeAt(2, 0.1);
        assertEquals(List.of(), key.heard);

        key.observeAt(2, 0.1);

        assertEquals(List.of("REACHED 10"), key.heard);
    }

    @Test
    void aMilestoneCarriesBothBaselinesOfItsWindow() {
        MilestoneTracker tracker = new MilestoneTracker(Milestones.every(50).sustainedFor(1));
        List<String> heard = new ArrayList<>();
        tracker.observe(
                new long[tracker.longs()],
                0,
                0.75,
                0.5,
                0.25,
                500,
                (kind, percent, accuracy, majority, previous, events) -> heard.add(
                        kind + " " + percent + " " + accuracy + " " + majority + " " + previous + " " + events));
        assertEquals(List.of("REACHED 50 0.75 0.5 0.25 500"), heard);
    }

    @Test
    void aFigureThatHoversAtAThresholdIsReportedOnce() {
        Key key = new Key(Milestones.everyTenPercent());
        SplittableRandom random = new SplittableRandom(SEED);
        double hover = 0.8;
        for (int i = 0; i < 100_000; i++) {
            hover += 0.004 * (random.nextDouble() - 0.5);
            hover = Math.min(0.819, Math.max(0.781, hover));
            key.observe(hover);
        }
        assertEquals(8, key.heard.size(), key.heard::toString);
        assertEquals("REACHED 80", key.heard.get(7));
    }

    @Test
    void aClassifierThatHoversAtAThresholdIsReportedLessThanOnceInTwoWindows() {
        Milestones milestones = Milestones.everyTenPercent();
        ClassificationProgress progress = new ClassificationProgress(2, milestones.overLast());
        Key key = new Key(milestones);
        long[] longs = new long[progress.longs()];
        double[] doubles = new double[progress.doubles()];
        SplittableRandom random = new SplittableRandom(SEED);
        int crossings = 0;
        double before = 0;
        int events = 500_000;
        for (int i = 0; i < events; i++) {
            int label = random.nextInt(2);
            int predicted = random.nextDouble() < 0.8 ? label : 1 - label;
            progress.credit(longs, 0, doubles, 0, predicted, 0.8, label);
            double accuracy = progress.windowAccuracy(longs, 0);
            crossings += (accuracy >= 0.8) == (before >= 0.8) ? 0 : 1;
            before = accuracy;
            key.observeAt(progress.windowEvents(longs, 0), accuracy);
        }
        assertTrue(crossings > 10 * key.heard.size(), crossings + " crossings, " + key.heard.size() + " messages");
        assertTrue(2 * key.heard.size() < events / milestones.overLast(), key.heard.size() + " messages");
    }

    @ParameterizedTest
    @CsvSource({"10, 50, 2", "10, 1, 1", "5, 7, 3", "1, 20, 2", "33, 3, 10"})
    void everyMessageEqualsThatOfAThresholdWatchedAlone(int every, int sustainedFor, int rearmBelow) {
        Key key = new Key(new Milestones(every, 500, sustainedFor, rearmBelow));
        SplittableRandom random = new SplittableRandom(SEED);
        double[] accuracies = new double[20_000];
        double walk = 0.1;
        for (int i = 0; i < accuracies.length; i++) {
            walk += 0.06 * (random.nextDouble() - 0.5);
            walk = Math.min(1, Math.max(0, i % 5_000 == 0 ? random.nextDouble() : walk));
            accuracies[i] = Math.round(walk * 500) / 500.0;
        }
        for (double accuracy : accuracies) {
            key.observe(accuracy);
        }

        for (int percent = every; percent <= 100; percent += every) {
            String threshold = " " + percent;
            List<String> heard = key.heardAt.stream()
                    .filter(line -> line.endsWith(threshold))
                    .toList();
            assertEquals(watchedAlone(accuracies, percent, sustainedFor, rearmBelow), heard);
        }
    }

    /**
     * Looks back over the last events at every event; all that it remembers is whether the threshold is held, and since
     * when.
     */
    private static List<String> watchedAlone(double[] accuracies, int percent, int sustainedFor, int rearmBelow) {
        List<String> messages = new ArrayList<>();
        boolean held = false;
        int since = 0;
        for (int i = 0; i < accuracies.length; i++) {
            boolean sustained = i - since >= sustainedFor - 1;
            for (int j = Math.max(since, i - sustainedFor + 1); j <= i; j++) {
                double points = accuracies[j] * 100;
                sustained &= held ? points <= percent - rearmBelow + 1e-9 : points >= percent - 1e-9;
            }
            if (sustained) {
                held = !held;
                since = i + 1;
                messages.add(i + " " + (held ? "REACHED" : "LOST") + " " + percent);
            }
        }
        return messages;
    }

    /** One key and what was heard of it; its window holds as many events as were observed. */
    private static final class Key implements MilestoneListener {
        private static final int BEFORE = 3;

        private final MilestoneTracker tracker;
        private final long[] longs;
        private final List<String> heard = new ArrayList<>();
        private final List<String> heardAt = new ArrayList<>();
        private int events;
        private int windowEvents;

        Key(Milestones milestones) {
            this.tracker = new MilestoneTracker(milestones);
            this.longs = new long[BEFORE + tracker.longs()];
        }

        void observe(double... accuracies) {
            for (double accuracy : accuracies) {
                observeAt(500, accuracy);
            }
        }

        void observeAt(int windowEvents, double accuracy) {
            tracker.observe(longs, BEFORE, accuracy, 0.5, 0.4, windowEvents, this);
            events++;
        }

        int percentHeld() {
            return tracker.percentHeld(longs, BEFORE);
        }

        @Override
        public void onMilestone(
                Kind kind, int percent, double accuracy, double majority, double previous, int windowEvents) {
            this.windowEvents = windowEvents;
            heard.add(kind + " " + percent);
            heardAt.add(events + " " + kind + " " + percent);
        }
    }
}
