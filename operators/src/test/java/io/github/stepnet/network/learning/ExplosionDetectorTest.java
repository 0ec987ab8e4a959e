package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplosionDetectorTest {

    private static final int WINDOW = 4;
    private static final ExplosionDetector SMALL = new ExplosionDetector(WINDOW, 2f, 0.7f, 0.01f, 1.05f);

    private final StateLayout layout = new StateLayout();
    private final ExplosionDetector.Bound detector = SMALL.bind(layout);
    private final NetworkState state = layout.newState();

    /** A window whose losses differ and have this mean. */
    private float window(double mean) {
        float factor = 1f;
        for (int i = 0; i < WINDOW; i++) {
            factor = detector.observe(state, (float) (mean * (i % 2 == 0 ? 0.25 : 1.75)));
        }
        return factor;
    }

    @Test
    void aWindowThatGrowsShrinksTheFactorAndGoodOnesBringItBack() {
        assertEquals(1f, window(1.0));
        assertEquals(1f, window(1.4));
        // The reference is 1.02 by now, then 1.071, 1.12455 and 0.99964.
        assertEquals(0.7f, window(2.05));
        assertEquals(0.7f * 0.7f, window(3.0), 1e-6);
        assertEquals(0.7f * 0.7f * 1.05f, window(0.5), 1e-6);
        assertEquals(0.7f * 0.7f * 1.05f * 0.7f, window(2.0), 1e-6);
        for (int i = 0; i < 30; i++) {
            window(0.5);
        }
        assertEquals(1f, detector.factor(state));
    }

    @Test
    void nothingChangesWithinAWindow() {
        window(1.0);
        for (int i = 0; i < WINDOW - 1; i++) {
            assertEquals(1f, detector.observe(state, 1e6f));
        }
        assertEquals(0.7f, detector.observe(state, 1e6f));
    }

    @Test
    void anExplosionEndsAtTheLeastFactor() {
        double loss = 1;
        for (int i = 0; i < 20; i++) {
            window(loss);
            loss *= 2;
        }
        assertEquals(0.01f, detector.factor(state));
    }

    @Test
    void aTaskThatHasBecomeHarderIsForgiven() {
        window(0.1);
        int low = 0;
        while (window(1.0) < 1f) {
            low++;
        }
        // ln 5 / ln 1.05 = 33 windows until the reference is half of it, then ln 100 / ln 1.05 = 94.
        assertTrue(low > 110 && low < 140, low + " windows below 1");
        assertEquals(1f, window(1.0));
    }

    /** What trips a comparison of consecutive samples: losses that spread over a factor of ten thousand, around a steady mean. */
    @Test
    void theSpreadFromEventToEventTriggersNothing() {
        StateLayout own = new StateLayout();
        ExplosionDetector.Bound usual = new ExplosionDetector().bind(own);
        NetworkState key = own.newState();
        Random random = new Random(17);
        for (int n = 0; n < 100_000; n++) {
            float loss = (float) -StrictMath.log(1 - random.nextDouble());
            assertEquals(1f, usual.observe(key, loss), "at event " + n);
        }
    }

    @Test
    void lossesNearZeroMayGrow() {
        window(0.0);
        assertEquals(1f, window(1e-5));
        assertEquals(1f, window(1.9e-4));
        assertEquals(0.7f, window(1e-2));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void aLossThatIsNotFiniteCountsAsGrowthAndIsNoReference(float loss) {
        detector.observe(state, loss);
        for (int i = 1; i < WINDOW; i++) {
            detector.observe(state, 1f);
        }
        assertEquals(0.7f, detector.factor(state));
        assertEquals(0.7f * 1.05f, window(1.0), 1e-6);
        assertEquals(0.7f * 1.05f * 0.7f, window(2.1), 1e-6);
    }

    @Test
    void asATechniqueItScalesEveryRateAndTellsCutsOnly() {
        Lesson lesson = new Lesson();
        lesson.state = state;
        float[] rates = {2f, 0f, 1f};
        for (int i = 0; i < 3 * WINDOW; i++) {
            lesson.events.clear();
            lesson.loss = i / WINDOW == 1 ? 3f : 1f;
            detector.afterLesson(lesson, null);
            assertEquals(i == 2 * WINDOW - 1 ? 1 : 0, lesson.events.count(), "at lesson " + i);
            if (lesson.events.count() == 1) {
                assertEquals(LearningEvents.Kind.RATE_CUT, lesson.events.kind(0));
                assertEquals(0.7f, lesson.events.value(0), 1e-6);
                detector.scaleRates(state, i, rates);
                assertArrayEquals(new float[] {1.4f, 0f, 0.7f}, rates, 1e-6f);
            }
        }
    }

    @Test
    void afterACutAnUpdateIsSmallerByTheFactor() {
        NetworkLearner plain = NetworkLearner.of(TechniqueRun.SPEC, Sgd.rate(0.1f));
        TechniqueRun guarded = new TechniqueRun(plain.techniques(SMALL));
        TechniqueRun free = new TechniqueRun(plain);
        int ticks = 0;
        do {
            assertTrue(++ticks < 1000, "no cut");
            guarded.tick(0, (ticks < 500 ? 1 : -1) * 0.9f, 0.2f, -0.4f, 0.1f);
        } while (guarded.told(LearningEvents.Kind.RATE_CUT).isEmpty());
        assertEquals(0.7f, guarded.told(LearningEvents.Kind.RATE_CUT).get(), 1e-6);
        float[] before = guarded.parameters();
        System.arraycopy(before, 0, free.state.floats, free.network.parametersAt(), before.length);
        guarded.tick(1, 0.5f, 0.2f, -0.4f, 0.1f);
        free.tick(1, 0.5f, 0.2f, -0.4f, 0.1f);
        float[] expected = free.parameters();
        for (int p = 0; p < before.length; p++) {
            expected[p] = before[p] + 0.7f * (expected[p] - before[p]);
        }
        assertArrayEquals(expected, guarded.parameters(), 1e-6f);
    }

    @Test
    void slotsOfOthersStayUntouched() {
        StateLayout shared = new StateLayout();
        shared.reserveLongs(1);
        shared.reserveDoubles(1);
        ExplosionDetector.Bound bound = SMALL.bind(shared);
        shared.reserveLongs(1);
        shared.reserveDoubles(1);
        NetworkState key = shared.newState();
        for (int n = 0; n < 50; n++) {
            bound.observe(key, n);
        }
        assertEquals(3, key.longs.length);
        assertArrayEquals(new long[] {0, 2, 0}, key.longs);
        assertEquals(5, key.doubles.length);
        assertEquals(0.0, key.doubles[0]);
        assertEquals(0.0, key.doubles[4]);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1.5, 0.7, 0.01, 1.05, window is 0; it must be within",
        "10, 1, 0.7, 0.01, 1.05, growth is 1.0; it must be above 1",
        "10, 1.5, 1, 0.01, 1.05, shrink is 1.0; it must be above 0 and below 1",
        "10, 1.5, 0.7, 0, 1.05, least is 0.0; it must be above 0",
        "10, 1.5, 0.7, 0.01, NaN, recovery is NaN; it must be above 1"
    })
    void impossibleNumbersAreRefused(
            int window, float growth, float shrink, float least, float recovery, String message) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> new ExplosionDetector(window, growth, shrink, least, recovery));
        assertTrue(e.getMessage().startsWith("ExplosionDetector." + message), e.getMessage());
    }
}
