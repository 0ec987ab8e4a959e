package io.github.stepnet.network.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerCreditTest {

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aValueThatIsNotFiniteIsTheWorstFiniteOne(float value) {
        AnswerCredit credit = AnswerCredit.ofValues(1, 10);
        RegressionProgress progress = credit.regression();
        long[] longs = new long[progress.longs()];
        double[] doubles = new double[progress.doubles()];
        float[] floats = new float[progress.floats()];
        float[] answered = {value};
        credit.creditValues(longs, 0, doubles, 0, floats, 0, answered, new float[] {0});
        RegressionFigures figures = progress.figures(longs, 0, doubles, 0, floats, 0);
        assertEquals(Float.MAX_VALUE, figures.mae());
        assertEquals(value, answered[0], "the answer itself stays as it was");
    }

    @Test
    void aProbabilityThatIsNotANumberIsZero() {
        assertEquals(logLoss(0f), logLoss(Float.NaN));
    }

    private static double logLoss(float probability) {
        AnswerCredit credit = AnswerCredit.ofClasses(2, 10);
        ClassificationProgress progress = credit.classification();
        long[] longs = new long[progress.longs()];
        double[] doubles = new double[progress.doubles()];
        credit.creditClass(longs, 0, doubles, 0, 0, probability, 1);
        return progress.figures(longs, 0, doubles, 0).logLoss();
    }

    @Test
    void theOtherTaskIsAnError() {
        assertThrows(IllegalStateException.class, AnswerCredit.ofClasses(2, 10)::regression);
        assertThrows(IllegalStateException.class, AnswerCredit.ofValues(1, 10)::classification);
    }
}
