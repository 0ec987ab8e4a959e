package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.schemas.EquilibriumEvent;
import io.github.stepnet.schemas.EquilibriumEventKind;
import io.github.stepnet.schemas.Prediction;
import org.junit.jupiter.api.Test;

class SettlingScoreTest {

    private final SettlingScore score = new SettlingScore();

    private void answer(Integer iterations) {
        Prediction prediction = new Prediction();
        prediction.setIterations(iterations);
        score.credit(prediction);
    }

    private void reach(String key, EquilibriumEventKind kind) {
        EquilibriumEvent event = new EquilibriumEvent();
        event.setKey(key);
        event.setKind(kind);
        score.add(event);
    }

    @Test
    void networksOfLayersHaveNoLine() {
        answer(null);
        assertEquals("", score.text());
    }

    @Test
    void iterationsAreMeanedAndKeysCountedOnceForEachKind() {
        answer(4);
        answer(7);
        assertEquals("5.5 iterations an event", score.text());
        reach("a", EquilibriumEventKind.CONVERGED);
        reach("b", EquilibriumEventKind.CONVERGED);
        reach("a", EquilibriumEventKind.CONVERGED);
        reach("b", EquilibriumEventKind.GRADIENT_OK);
        assertEquals("5.5 iterations an event; keys: 2 converged, 1 gradient ok", score.text());
    }
}
