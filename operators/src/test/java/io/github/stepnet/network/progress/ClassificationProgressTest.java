package io.github.stepnet.network.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassificationProgressTest {

    private static final long SEED = 42;

    /**
     * Answer and label. By hand, the majority before each event is 0 1 1 1 0 0 0, the label before it 0 1 1 0 0 2 2.
     */
    private static final int[][] SEVEN = {{0, 1}, {1, 1}, {2, 0}, {0, 0}, {0, 2}, {2, 2}, {0, 0}};

    @Test
    void sevenEventsGiveTheFiguresComputedByHand() {
        ClassificationProgress progress = new ClassificationProgress(3, 4);
        Key key = new Key(progress);
        for (int i = 0; i < SEVEN.length; i++) {
            key.credit(SEVEN[i][0], i == 3 ? 0.25 : 0.5, SEVEN[i][1]);
        }

        ClassificationFigures figures = key.figures();

        assertEquals(new Hits(7, 4, 2, 3), figures.overall());
        assertEquals(new Hits(4, 3, 1, 2), figures.window());
        assertEquals(List.of(3L, 2L, 2L), figures.labels());
        assertEquals(List.of(4L, 1L, 2L), figures.predictions());
        assertEquals(7, figures.events());
        assertEquals(4 / 7.0, figures.accuracy());
        assertEquals(2 / 7.0, figures.overall().majorityAccuracy());
        assertEquals(3 / 7.0, figures.overall().previousAccuracy());
        assertEquals(1 / 7.0, figures.overall().lead(), 1e-15);
        // Chance is (3 * 4 + 2 * 1 + 2 * 2) / 49 = 18 / 49.
        assertEquals(10 / 31.0, figures.kappa(), 1e-15);
        assertEquals(1 / 4.0, figures.kappaTemporal(), 1e-15);
        assertEquals(8 * Math.log(2) / 7, figures.logLoss(), 1e-15);
        assertEquals(3 / 4.0, progress.windowAccuracy(key.longs, 0));
        assertEquals(1 / 4.0, progress.windowMajorityAccuracy(key.longs, 0));
        assertEquals(2 / 4.0, progress.windowPreviousAccuracy(key.longs, 0));
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 63", "3, 64", "5, 65", "4, 500", "7, 128"})
    void everyCountEqualsThatOfAPlainLoopOverAllEvents(int classes, int window) {
        ClassificationProgress progress = new ClassificationProgress(classes, window);
        Key key = new Key(progress);
        SplittableRandom random = new SplittableRandom(SEED);
        int events = 1_500;
        int[] answers = new int[events];
        int[] labels = new int[events];
        double[] probabilities = new double[events];
        for (int i = 0; i < events; i++) {
            boolean stays = i > 0 && random.nextDouble() < 0.4;
            labels[i] = stays ? labels[i - 1] : random.nextInt(i < 700 ? classes : 2);
            answers[i] = random.nextDouble() < 0.6 ? labels[i] : random.nextInt(classes);
            probabilities[i] = random.nextDouble();
            key.credit(answers[i], probabilities[i], labels[i]);

            if (i % 97 == 0 || i == events - 1) {
                ClassificationFigures figures = key.figures();
                int from = Math.max(0, i + 1 - window);
                assertEquals(naiveHits(answers, labels, classes, 0, i + 1), figures.overall());
                assertEquals(naiveHits(answers, labels, classes, from, i + 1), figures.window());
                assertEquals(naiveKappa(answers, labels, classes, i + 1), figures.kappa(), 1e-12);
                assertEquals(naiveLogLoss(probabilities, i + 1), figures.logLoss(), 1e-12);
            }
        }
    }

    private static Hits naiveHits(int[] answers, int[] labels, int classes, int from, int to) {
        long model = 0;
        long majority = 0;
        long previous = 0;
        for (int i = from; i < to; i++) {
            model += answers[i] == labels[i] ? 1 : 0;
            majority += naiveMajority(labels, classes, i) == labels[i] ? 1 : 0;
            previous += (i == 0 ? 0 : labels[i - 1]) == labels[i] ? 1 : 0;
        }
        return new Hits(to - from, model, majority, previous);
    }

    private static int naiveMajority(int[] labels, int classes, int before) {
        int[] counts = new int[classes];
        for (int i = 0; i < before; i++) {
            counts[labels[i]]++;
        }
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = counts[k] > counts[best] ? k : best;
        }
        return best;
    }

    private static double naiveKappa(int[] answers, int[] labels, int classes, int events) {
        double[][] confusion = new double[classes][classes];
        for (int i = 0; i < events; i++) {
            confusion[labels[i]][answers[i]] += 1.0 / events;
        }
        double observed = 0;
        double chance = 0;
        for (int k = 0; k < classes; k++) {
            double row = 0;
            double column = 0;
            for (int other = 0; other < classes; other++) {
                row += confusion[k][other];
                column += confusion[other][k];
            }
            observed += confusion[k][k];
            chance += row * column;
        }
        return chance < 1 - 1e-12 ? (observed - chance) / (1 - chance) : 0;
    }

    private static double naiveLogLoss(double[] probabilities, int events) {
        double sum = 0;
        for (int i = 0; i < events; i++) {
            sum -= Math.log(probabilities[i]);
        }
        return sum / events;
    }

    @Test
    void beforeTheFirstLabelBothBaselinesAnswerClassZero() {
        Key zero = new Key(new ClassificationProgress(3, 10));
        Key two = new Key(new ClassificationProgress(3, 10));

        zero.credit(1, 0.1, 0);
        two.credit(1, 0.1, 2);

        assertEquals(new Hits(1, 0, 1, 1), zero.figures().overall());
        assertEquals(new Hits(1, 0, 0, 0), two.figures().overall());
    }

    @Test
    void aTieForTheMajorityGoesToTheLowestClass() {
        Key key = new Key(new ClassificationProgress(3, 10));
        key.credit(0, 0.5, 2);
        key.credit(0, 0.5, 1);
        long before = key.figures().overall().majority();

        key.credit(0, 0.5, 1);

        assertEquals(before + 1, key.figures().overall().majority());
    }

    @Test
    void aProbabilityOfZeroCostsAFiniteLoss() {
        Key key = new Key(new ClassificationProgress(2, 10));
        key.credit(0, 0, 1);
        assertEquals(-Math.log(1e-15), key.figures().logLoss(), 1e-12);
    }

    @Test
    void aProbabilityAboveOneByRoundingGainsNothing() {
        Key key = new Key(new ClassificationProgress(2, 10));
        key.credit(1, 1.000_001, 1);
        assertEquals(0, key.figures().logLoss());
    }

    @Test
    void aKeyWithoutEventsHasFiguresOfZero() {
        ClassificationFigures figures = new Key(new ClassificationProgress(2, 10)).figures();
        assertEquals(ClassificationFigures.none(2), figures);
    }

    @Test
    void aWrongConfigurationSaysWhatIsAllowed() {
        assertMessage("1 classes; at least 2 are needed", () -> new ClassificationProgress(1, 500));
        assertMessage("window is 0; allowed: 1 to 1000000", () -> new ClassificationProgress(2, 0));
        assertMessage("window is 1000001; allowed: 1 to 1000000", () -> new ClassificationProgress(2, 1_000_001));
    }

    private static void assertMessage(String expected, Runnable built) {
        String message =
                assertThrows(IllegalArgumentException.class, built::run).getMessage();
        assertTrue(message.contains(expected), message);
    }

    private static final class Key {
        private final ClassificationProgress progress;
        private final long[] longs;
        private final double[] doubles;

        Key(ClassificationProgress progress) {
            this.progress = progress;
            this.longs = new long[progress.longs()];
            this.doubles = new double[progress.doubles()];
        }

        void credit(int predicted, double probabilityOfTruth, int label) {
            progress.credit(longs, 0, doubles, 0, predicted, probabilityOfTruth, label);
        }

        ClassificationFigures figures() {
            return progress.figures(longs, 0, doubles, 0);
        }
    }
}
