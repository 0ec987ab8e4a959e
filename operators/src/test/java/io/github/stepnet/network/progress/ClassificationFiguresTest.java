package io.github.stepnet.network.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationFiguresTest {

    private static final ClassificationFigures A = new ClassificationFigures(
            new Hits(10, 8, 6, 5), new Hits(4, 3, 2, 1), 0.1, List.of(6L, 4L), List.of(7L, 3L));
    private static final ClassificationFigures B = new ClassificationFigures(
            new Hits(30, 15, 16, 17), new Hits(4, 2, 2, 2), 0.2, List.of(10L, 20L), List.of(11L, 19L));
    private static final ClassificationFigures C = new ClassificationFigures(
            new Hits(1, 1, 0, 0), new Hits(1, 1, 0, 0), 0.3, List.of(0L, 1L), List.of(0L, 1L));

    @Test
    void keysAddUpEventByEvent() {
        ClassificationFigures sum = A.plus(B);

        assertEquals(new Hits(40, 23, 22, 22), sum.overall());
        assertEquals(new Hits(8, 5, 4, 3), sum.window());
        assertEquals(List.of(16L, 24L), sum.labels());
        assertEquals(List.of(18L, 22L), sum.predictions());
        assertEquals(23 / 40.0, sum.accuracy());
        assertEquals((0.1 + 0.2) / 40, sum.logLoss());
        assertEquals(1 / 40.0, sum.overall().lead(), 1e-15);
    }

    @Test
    void theFiguresOfNoEventsAddNothing() {
        assertEquals(A, ClassificationFigures.none(2).plus(A));
        assertEquals(A, A.plus(ClassificationFigures.none(2)));
    }

    @Test
    void theOrderOfTheKeysDecidesTheBitsOfTheLogLossAlone() {
        ClassificationFigures ascending = A.plus(B).plus(C);
        ClassificationFigures descending = C.plus(B).plus(A);

        assertEquals(0.1 + 0.2 + 0.3, ascending.logLossSum());
        assertNotEquals(ascending.logLossSum(), descending.logLossSum());
        assertEquals(ascending.overall(), descending.overall());
        assertEquals(ascending.kappa(), descending.kappa());
    }

    @Test
    void figuresOverDifferentClassesDoNotAddUp() {
        ClassificationFigures three = ClassificationFigures.none(3);
        String message = assertThrows(IllegalArgumentException.class, () -> A.plus(three))
                .getMessage();
        assertTrue(message.contains("over 3 classes") && message.contains("over 2"), message);
    }

    @Test
    void noEventsGiveZerosAndNoNaN() {
        ClassificationFigures none = ClassificationFigures.none(2);
        assertEquals(0, none.accuracy());
        assertEquals(0, none.kappa());
        assertEquals(0, none.kappaTemporal());
        assertEquals(0, none.logLoss());
        assertEquals(0, none.window().lead());
    }

    @Test
    void oneClassInTruthAndAnswersShowsNothingBeyondChance() {
        ClassificationFigures constant = new ClassificationFigures(
                new Hits(3, 3, 3, 3), new Hits(3, 3, 3, 3), 0, List.of(3L, 0L), List.of(3L, 0L));
        assertEquals(1, constant.accuracy());
        assertEquals(0, constant.kappa());
        assertEquals(0, constant.kappaTemporal());
    }

    @Test
    void answersThatNeverVaryAreWorthChance() {
        ClassificationFigures constant = new ClassificationFigures(
                new Hits(10, 6, 6, 5), new Hits(10, 6, 6, 5), 0, List.of(6L, 4L), List.of(10L, 0L));
        assertEquals(0, constant.kappa(), 1e-15);
    }

    @Test
    void againstAFaultlessPreviousLabelKappaTemporalIsMinusTheMisses() {
        assertEquals(-3, new Hits(10, 7, 10, 10).kappaTemporal());
        assertEquals(0, new Hits(10, 10, 10, 10).kappaTemporal());
        assertEquals(1, new Hits(10, 10, 9, 9).kappaTemporal());
    }
}
