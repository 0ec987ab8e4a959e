package io.github.stepnet.network.progress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every part promises; a new part joins the list at {@link #parts}. */
class ProgressPartContractTest {

    private static final long SEED = 20_260_101;
    private static final int RECORDED = 4_096;
    private static final int MARGIN = 5;

    /** A part and a way to show it the event with number {@code i} of one random stream. */
    private record Exercised(String name, ProgressPart part, Event event) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Event {
        void credit(Slots slots, int i);
    }

    /** The arrays of one key, with a margin of canaries before and behind the slots of the part. */
    private static final class Slots {
        private final long[] longs;
        private final double[] doubles;
        private final float[] floats;
        private double last;

        Slots(long[] longs, double[] doubles, float[] floats) {
            this.longs = longs;
            this.doubles = doubles;
            this.floats = floats;
        }

        static Slots fresh(ProgressPart part) {
            Slots slots = new Slots(
                    new long[part.longs() + 2 * MARGIN],
                    new double[part.doubles() + 2 * MARGIN],
                    new float[part.floats() + 2 * MARGIN]);
            Arrays.fill(slots.longs, 77);
            Arrays.fill(slots.doubles, 77);
            Arrays.fill(slots.floats, 77);
            slots.reset(part);
            return slots;
        }

        void reset(ProgressPart part) {
            part.reset(longs, MARGIN, doubles, MARGIN, floats, MARGIN);
        }

        Slots copy() {
            return new Slots(longs.clone(), doubles.clone(), floats.clone());
        }

        static void assertSame(Slots expected, Slots actual) {
            assertArrayEquals(expected.longs, actual.longs);
            for (int i = 0; i < expected.doubles.length; i++) {
                assertEquals(
                        Double.doubleToRawLongBits(expected.doubles[i]), Double.doubleToRawLongBits(actual.doubles[i]));
            }
            for (int i = 0; i < expected.floats.length; i++) {
                assertEquals(Float.floatToRawIntBits(expected.floats[i]), Float.floatToRawIntBits(actual.floats[i]));
            }
        }
    }

    static Stream<Exercised> parts() {
        return Stream.of(
                classification("classification over 2 classes, window 1", 2, 1),
                classification("classification over 2 classes, window 64", 2, 64),
                classification("classification over 5 classes, window 500", 5, 500),
                regression("regression of 1 target, window 1", 1, 1),
                regression("regression of 1 target, window 500", 1, 500),
                regression("regression of 3 targets, window 37", 3, 37),
                milestones("milestones at every 10 percent", Milestones.everyTenPercent()),
                milestones("milestones at every percent", Milestones.every(1).sustainedFor(3)));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void slotsOfOthersStayUntouched(Exercised exercised) {
        Slots slots = run(exercised, Slots.fresh(exercised.part()), 0, 3_000);

        exercised.part().reset(slots.longs, MARGIN, slots.doubles, MARGIN, slots.floats, MARGIN);

        Slots.assertSame(Slots.fresh(exercised.part()), slots);
    }

    @ParameterizedTest
    @MethodSource("parts")
    void aFreshKeyIsAllZeros(Exercised exercised) {
        ProgressPart part = exercised.part();
        long[] longs = new long[part.longs() + 2 * MARGIN];
        double[] doubles = new double[part.doubles() + 2 * MARGIN];
        float[] floats = new float[part.floats() + 2 * MARGIN];
        Slots zeros = run(exercised, new Slots(longs, doubles, floats), 0, 1_000);
        Slots reset = run(exercised, Slots.fresh(part), 0, 1_000);

        assertArrayEquals(inner(reset.longs), inner(zeros.longs));
        assertArrayEquals(inner(reset.doubles), inner(zeros.doubles));
        assertArrayEquals(inner(reset.floats), inner(zeros.floats));
        assertFalse(Arrays.equals(new long[part.longs()], inner(zeros.longs)), "nothing was remembered");
    }

    @ParameterizedTest
    @MethodSource("parts")
    void stoppingAndRestoringAnywhereChangesNoBit(Exercised exercised) {
        Slots uninterrupted = run(exercised, Slots.fresh(exercised.part()), 0, 2_600);

        for (int stop : new int[] {0, 1, 36, 499, 500, 501, 1_777}) {
            Slots restored =
                    run(exercised, Slots.fresh(exercised.part()), 0, stop).copy();
            Slots.assertSame(uninterrupted, run(exercised, restored, stop, 2_600));
        }
    }

    @ParameterizedTest
    @MethodSource("parts")
    void anEventAllocatesNothing(Exercised exercised) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Slots slots = run(exercised, Slots.fresh(exercised.part()), 0, 20_000);
        long thread = Thread.currentThread().getId();

        long before = threads.getThreadAllocatedBytes(thread);
        run(exercised, slots, 20_000, 120_000);
        long bytes = threads.getThreadAllocatedBytes(thread) - before;

        assertTrue(bytes < 100_000, bytes + " bytes for 100,000 events");
    }

    private static Slots run(Exercised exercised, Slots slots, int from, int to) {
        for (int i = from; i < to; i++) {
            exercised.event().credit(slots, i % RECORDED);
        }
        return slots;
    }

    private static long[] inner(long[] slots) {
        return Arrays.copyOfRange(slots, MARGIN, slots.length - MARGIN);
    }

    private static double[] inner(double[] slots) {
        return Arrays.copyOfRange(slots, MARGIN, slots.length - MARGIN);
    }

    private static float[] inner(float[] slots) {
        return Arrays.copyOfRange(slots, MARGIN, slots.length - MARGIN);
    }

    private static Exercised classification(String name, int classes, int window) {
        ClassificationProgress part = new ClassificationProgress(classes, window);
        SplittableRandom random = new SplittableRandom(SEED);
        int[] labels = random.ints(RECORDED, 0, classes).toArray();
        int[] answers = random.ints(RECORDED, 0, classes).toArray();
        double[] probabilities = random.doubles(RECORDED).toArray();
        return new Exercised(name, part, (slots, i) -> {
            part.credit(slots.longs, MARGIN, slots.doubles, MARGIN, answers[i], probabilities[i], labels[i]);
            slots.last = part.windowAccuracy(slots.longs, MARGIN)
                    + part.windowMajorityAccuracy(slots.longs, MARGIN)
                    + part.windowPreviousAccuracy(slots.longs, MARGIN)
                    + part.windowEvents(slots.longs, MARGIN);
        });
    }

    private static Exercised regression(String name, int targets, int window) {
        RegressionProgress part = new RegressionProgress(targets, window);
        SplittableRandom random = new SplittableRandom(SEED);
        float[] truths = floats(random, RECORDED + targets);
        float[] answers = floats(random, RECORDED + targets);
        return new Exercised(name, part, (slots, i) -> {
            part.credit(slots.longs, MARGIN, slots.doubles, MARGIN, slots.floats, MARGIN, answers, i, truths, i);
            slots.last = part.windowSkill(slots.longs, MARGIN, slots.doubles, MARGIN, slots.floats, MARGIN)
                    + part.windowEvents(slots.longs, MARGIN);
        });
    }

    private static Exercised milestones(String name, Milestones milestones) {
        MilestoneTracker part = new MilestoneTracker(milestones);
        double[] accuracies = new double[RECORDED];
        for (int i = 0; i < RECORDED; i++) {
            accuracies[i] = 0.5 - 0.5 * Math.cos(i / 300.0);
        }
        MilestoneListener silent = (kind, percent, accuracy, majority, previous, windowEvents) -> {};
        return new Exercised(
                name, part, (slots, i) -> part.observe(slots.longs, MARGIN, accuracies[i], 0.4, 0.3, 500, silent));
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextDouble() * 20 - 5);
        }
        return values;
    }
}
