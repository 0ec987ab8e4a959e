package io.github.stepnet.network.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegressionProgressTest {

    private static final long SEED = 42;

    @Test
    void fourEventsGiveTheFiguresComputedByHand() {
        RegressionProgress progress = new RegressionProgress(1, 2);
        Key key = new Key(progress);
        float[] truths = {2, 4, 3, 7};
        float[] answers = {0, 3, 5, 6};
        for (int i = 0; i < truths.length; i++) {
            key.credit(answers, i, truths, i);
        }

        RegressionFigures figures = key.figures();

        // Errors -2 -1 2 -1; of the last value (0) -2 1 -4; of the running mean (0) -2 0 -4, its means being 2 3 3.
        assertEquals(new Errors(4, 6, 10, 7, 21, 6, 20), figures.overall());
        assertEquals(new Errors(2, 3, 5, 5, 17, 4, 16), figures.window());
        assertEquals(1.5, figures.mae());
        assertEquals(Math.sqrt(2.5), figures.rmse());
        assertEquals(7 / 4.0, figures.overall().lastValueMae());
        assertEquals(Math.sqrt(21 / 4.0), figures.overall().lastValueRmse());
        assertEquals(6 / 4.0, figures.overall().runningMeanMae());
        assertEquals(Math.sqrt(5), figures.overall().runningMeanRmse());
        // The truths vary by 4 + 0 + 1 + 9 round their mean, 4.
        assertEquals(1 - 10 / 14.0, figures.r2(), 1e-15);
        assertEquals(11 / 16.0, figures.window().skill());
        assertEquals(11 / 16.0, key.windowSkill());
    }

    @Test
    void severalTargetsAreAveraged() {
        Key key = new Key(new RegressionProgress(2, 10));
        key.credit(new float[] {1, 10}, 0, new float[] {1, 10}, 0);
        key.credit(new float[] {3, 20}, 0, new float[] {5, 12}, 0);

        RegressionFigures figures = key.figures();

        assertEquals(new Errors(2, 5, 34, 3, 10, 3, 10), figures.overall());
        assertEquals(List.of(4.0, 64.0), figures.squaredByTarget());
        assertEquals(List.of(8.0, 2.0), figures.variationByTarget());
        assertEquals(Math.sqrt(17), figures.rmse());
        assertEquals(((1 - 4 / 8.0) + (1 - 64 / 2.0)) / 2, figures.r2());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 7", "2, 64", "3, 500"})
    void everyFigureEqualsThatOfAPlainLoopOverAllEvents(int targets, int window) {
        Key key = new Key(new RegressionProgress(targets, window));
        SplittableRandom random = new SplittableRandom(SEED);
        int events = 1_800;
        float[][] truths = new float[events][targets];
        float[][] answers = new float[events][targets];
        for (int i = 0; i < events; i++) {
            for (int k = 0; k < targets; k++) {
                truths[i][k] = (float) (1_000 + 100 * k + 10 * Math.sin(i / 20.0) + random.nextDouble());
                answers[i][k] = (float) (truths[i][k] + random.nextDouble() - 0.3);
            }
            key.credit(answers[i], 0, truths[i], 0);

            if (i % 61 == 0 || i == events - 1) {
                int from = Math.max(0, i + 1 - window);
                RegressionFigures figures = key.figures();
                Errors last = naiveErrors(answers, truths, from, i + 1);
                assertClose(naiveErrors(answers, truths, 0, i + 1), figures.overall(), 1e-11);
                assertClose(last, figures.window(), 1e-6);
                assertEquals(last.skill(), key.windowSkill(), 1e-5);
                assertEquals(naiveR2(answers, truths, i + 1), figures.r2(), 1e-7);
            }
        }
    }

    private static Errors naiveErrors(float[][] answers, float[][] truths, int from, int to) {
        Errors sum = Errors.NONE;
        for (int i = from; i < to; i++) {
            int targets = truths[i].length;
            for (int k = 0; k < targets; k++) {
                double error = (double) answers[i][k] - truths[i][k];
                double last = i == 0 ? 0 : (double) truths[i - 1][k] - truths[i][k];
                double mean = i == 0 ? 0 : naiveMean(truths, k, i) - truths[i][k];
                sum = sum.plus(new Errors(
                        0,
                        Math.abs(error) / targets,
                        error * error / targets,
                        Math.abs(last) / targets,
                        last * last / targets,
                        Math.abs(mean) / targets,
                        mean * mean / targets));
            }
        }
        return sum.plus(new Errors(to - from, 0, 0, 0, 0, 0, 0));
    }

    private static double naiveMean(float[][] truths, int target, int events) {
        double sum = 0;
        for (int i = 0; i < events; i++) {
            sum += truths[i][target];
        }
        return sum / events;
    }

    private static double naiveR2(float[][] answers, float[][] truths, int events) {
        int targets = truths[0].length;
        double r2 = 0;
        for (int k = 0; k < targets; k++) {
            double mean = naiveMean(truths, k, events);
            double squared = 0;
            double variation = 0;
            for (int i = 0; i < events; i++) {
                double error = (double) answers[i][k] - truths[i][k];
                squared += error * error;
                variation += (truths[i][k] - mean) * (truths[i][k] - mean);
            }
            r2 += variation > 0 ? 1 - squared / variation : 0;
        }
        return r2 / targets;
    }

    private static void assertClose(Errors expected, Errors actual, double relative) {
        assertEquals(expected.events(), actual.events());
        assertClose(expected.absolute(), actual.absolute(), relative);
        assertClose(expected.squared(), actual.squared(), relative);
        assertClose(expected.lastAbsolute(), actual.lastAbsolute(), relative);
        assertClose(expected.lastSquared(), actual.lastSquared(), relative);
        assertClose(expected.meanAbsolute(), actual.meanAbsolute(), relative);
        assertClose(expected.meanSquared(), actual.meanSquared(), relative);
    }

    private static void assertClose(double expected, double actual, double relative) {
        assertEquals(expected, actual, relative * Math.abs(expected) + 1e-12);
    }

    @Test
    void anOutlierLeavesNoTraceOnceItHasLeftTheWindow() {
        Key key = new Key(new RegressionProgress(1, 10));
        float[] zero = {0};
        for (int i = 0; i < 5; i++) {
            key.credit(new float[] {1}, 0, zero, 0);
        }
        key.credit(new float[] {Float.MAX_VALUE}, 0, zero, 0);
        for (int i = 0; i < 9; i++) {
            key.credit(new float[] {1}, 0, zero, 0);
        }
        assertTrue(key.figures().window().absolute() > 3e38);

        key.credit(new float[] {1}, 0, zero, 0);

        assertEquals(new Errors(10, 10, 10, 0, 0, 0, 0), key.figures().window());
    }

    @Test
    void theBaselinesAreNotChargedForTheFirstEvent() {
        Key key = new Key(new RegressionProgress(1, 10));
        key.credit(new float[] {0}, 0, new float[] {1_000}, 0);
        assertEquals(new Errors(1, 1_000, 1_000_000, 0, 0, 0, 0), key.figures().overall());
        assertEquals(0, key.windowSkill());
    }

    @Test
    void aModelThatIsNoBetterThanABaselineHasNoSkill() {
        assertEquals(0, new Errors(1, 0, 9, 0, 4, 0, 16).skill());
        assertEquals(0, new Errors(1, 0, 4, 0, 4, 0, 16).skill());
        assertEquals(0.75, new Errors(1, 0, 1, 0, 4, 0, 16).skill());
        assertEquals(0, new Errors(1, 0, 0, 0, 0, 0, 16).skill());
    }

    @Test
    void aTruthThatNeverVariesLeavesNothingToExplain() {
        Key key = new Key(new RegressionProgress(1, 10));
        for (int i = 0; i < 3; i++) {
            key.credit(new float[] {5}, 0, new float[] {5}, 0);
        }
        assertEquals(0, key.figures().r2());
        assertEquals(0, key.figures().rmse());
    }

    @Test
    void aWrongConfigurationSaysWhatIsAllowed() {
        assertMessage("0 targets; at least 1", () -> new RegressionProgress(0, 500));
        assertMessage("window is -1; allowed: 1 to 1000000", () -> new RegressionProgress(1, -1));
    }

    private static void assertMessage(String expected, Runnable built) {
        String message =
                assertThrows(IllegalArgumentException.class, built::run).getMessage();
        assertTrue(message.contains(expected), message);
    }

    private static final class Key {
        private final RegressionProgress progress;
        private final long[] longs;
        private final double[] doubles;
        private final float[] floats;

        Key(RegressionProgress progress) {
            this.progress = progress;
            this.longs = new long[progress.longs()];
            this.doubles = new double[progress.doubles()];
            this.floats = new float[progress.floats()];
        }

        void credit(float[] predicted, int predictedAt, float[] truth, int truthAt) {
            progress.credit(longs, 0, doubles, 0, floats, 0, predicted, predictedAt, truth, truthAt);
        }

        RegressionFigures figures() {
            return progress.figures(longs, 0, doubles, 0, floats, 0);
        }

        double windowSkill() {
            return progress.windowSkill(longs, 0, doubles, 0, floats, 0);
        }
    }
}
