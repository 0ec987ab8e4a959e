package io.github.stepnet.network.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegressionFiguresTest {

    private static final RegressionFigures A = key(0.1);
    private static final RegressionFigures B = key(0.2);
    private static final RegressionFigures C = key(0.3);

    private static RegressionFigures key(double squared) {
        Errors errors = new Errors(2, 1, squared, 3, 4, 5, 6);
        return new RegressionFigures(errors, errors, List.of(squared), List.of(8.0));
    }

    @Test
    void keysAddUpEventByEvent() {
        RegressionFigures sum = A.plus(B);

        assertEquals(new Errors(4, 2, 0.1 + 0.2, 6, 8, 10, 12), sum.overall());
        assertEquals(sum.overall(), sum.window());
        assertEquals(4, sum.events());
        assertEquals(0.5, sum.mae());
        assertEquals(1 - (0.1 + 0.2) / 16, sum.r2(), 1e-15);
    }

    @Test
    void theFiguresOfNoEventsAddNothingAndAreZero() {
        RegressionFigures none = RegressionFigures.none(1);
        assertEquals(A, none.plus(A));
        assertEquals(A, A.plus(none));
        assertEquals(0, none.mae());
        assertEquals(0, none.rmse());
        assertEquals(0, none.r2());
        assertEquals(0, none.window().skill());
    }

    @Test
    void theOrderOfTheKeysDecidesTheBits() {
        assertEquals(0.1 + 0.2 + 0.3, A.plus(B).plus(C).overall().squared());
        assertNotEquals(
                A.plus(B).plus(C).overall().squared(),
                C.plus(B).plus(A).overall().squared());
    }

    @Test
    void theLevelsOfTheKeysExplainNothing() {
        // Two keys at 0 and at 1,000, each answered with its own mean: pooled, their truths vary by half a million.
        RegressionFigures low = meansOf(0);
        RegressionFigures high = meansOf(1_000);
        assertEquals(0, low.plus(high).r2(), 1e-12);
    }

    private static RegressionFigures meansOf(float level) {
        RegressionProgress progress = new RegressionProgress(1, 10);
        long[] longs = new long[progress.longs()];
        double[] doubles = new double[progress.doubles()];
        float[] floats = new float[progress.floats()];
        for (int i = 0; i < 10; i++) {
            float[] truth = {level + (i % 2 == 0 ? 1 : -1)};
            progress.credit(longs, 0, doubles, 0, floats, 0, new float[] {level}, 0, truth, 0);
        }
        return progress.figures(longs, 0, doubles, 0, floats, 0);
    }

    @Test
    void figuresOverDifferentTargetsDoNotAddUp() {
        RegressionFigures two = RegressionFigures.none(2);
        String message =
                assertThrows(IllegalArgumentException.class, () -> A.plus(two)).getMessage();
        assertTrue(message.contains("over 2 targets") && message.contains("over 1"), message);
    }
}
