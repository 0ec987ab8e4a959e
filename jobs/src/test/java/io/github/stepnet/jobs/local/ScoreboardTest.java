package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.schemas.Prediction;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ScoreboardTest {

    private final Scoreboard board = new Scoreboard(2, OptionalLong.of(2));

    @Test
    void everyKeyWeighsAlikeAndTheWorstIsNamed() {
        credit("a", 1, 1, 0);
        credit("b", 1, 1, 0);
        credit("b", 0, 1, 0);
        credit("b", 0, 1, 0);
        credit("b", 0, 1, 0);
        // The baselines answer class 0 before they have seen a label.
        assertEquals(List.of(new Standing(Measure.ACCURACY, 2, 0.625, 0.25, "b", 0.375, 0.375)), board.now());
        assertEquals(2, board.keys());
    }

    @Test
    void figuresBeforeTheDriftAreThoseOfEachKeysLastEventBeforeIt() {
        credit("a", 1, 1, 0);
        credit("b", 1, 1, 0);
        credit("a", 0, 1, 1);
        assertTrue(board.isBetweenPhases());
        assertEquals(List.of(), board.beforeDrift());
        credit("b", 0, 1, 1);
        assertEquals(1, board.phase());
        assertEquals(1, board.beforeDrift().get(0).mean());
        assertEquals(0.5, board.now().get(0).mean());
    }

    @Test
    void anAnswerWithoutAKnownTruthIsNoFigure() {
        credit("a", 1, Truth.NO_LABEL, 0);
        assertEquals(List.of(), board.now());
    }

    @Test
    void aRegressionHasErrorsAndItsWorstKeyTheLargest() {
        Scoreboard numbers = new Scoreboard(0, OptionalLong.empty());
        numbers.credit(answer("a", 1f, null), Truth.ofNumber(3));
        numbers.credit(answer("b", 1f, null), Truth.ofNumber(2));
        List<Standing> now = numbers.now();
        assertEquals(
                List.of(Measure.MAE, Measure.RMSE),
                now.stream().map(Standing::measure).toList());
        assertEquals(1.5, now.get(0).mean());
        assertEquals("a", now.get(0).worstKey());
    }

    @Test
    void anAnswerThatIsNotFiniteIsALargeErrorThatCanBeShown() {
        Scoreboard numbers = new Scoreboard(0, OptionalLong.empty());
        for (float output : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            numbers.credit(answer("a", output, null), Truth.ofNumber(0));
        }
        Standing error = numbers.now().get(0);
        assertEquals(Float.MAX_VALUE, error.mean());
        assertEquals("3.403E+38", error.measure().text(error.mean()));
    }

    private void credit(String key, int predicted, int label, int phase) {
        board.credit(answer(key, 0.5f, predicted), Truth.ofClass(label, phase));
    }

    private static Prediction answer(String key, float output, Integer predicted) {
        Prediction prediction = new Prediction();
        prediction.setKey(key);
        prediction.setOutputs(List.of(output, output));
        prediction.setPredictedClass(predicted);
        return prediction;
    }
}
