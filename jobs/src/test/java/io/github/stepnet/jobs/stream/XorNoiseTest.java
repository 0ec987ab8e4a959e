package io.github.stepnet.jobs.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class XorNoiseTest {

    private static final int SAMPLES = 1_000_000;

    private final XorNoise stream = new XorNoise(1, 16);
    private final float[] x = new float[8];

    @Test
    void theClassesHaveTheSharesOfTheSpecification() {
        int[] classes = new int[3];
        for (int i = 0; i < SAMPLES; i++) {
            classes[stream.next(x)]++;
        }
        assertEquals(29 / 60.0, classes[0] / (double) SAMPLES, 0.002);
        assertEquals(15.5 / 60.0, classes[1] / (double) SAMPLES, 0.002);
        assertEquals(15.5 / 60.0, classes[2] / (double) SAMPLES, 0.002);
    }

    @Test
    void theLearnerThatKnowsTheRuleReachesTheCeiling() {
        int hits = 0;
        for (int i = 0; i < SAMPLES; i++) {
            hits += stream.next(x) == XorNoise.classOf(x, 8) ? 1 : 0;
        }
        assertEquals(0.9333, stream.ceiling(), 1e-4);
        assertEquals(stream.ceiling(), hits / (double) SAMPLES, 0.001);
    }

    @Test
    void theFeaturesAreUniformFromMinusOneToOneExclusive() {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < SAMPLES / 8; i++) {
            stream.next(x);
            for (float value : x) {
                assertTrue(value >= -1 && value < 1);
                sum += value;
                squares += value * value;
            }
        }
        assertEquals(0, sum / SAMPLES, 0.003);
        assertEquals(1 / 3.0, squares / SAMPLES, 0.003);
    }

    @Test
    void theRuleIsTheOneOfTheSpecification() {
        assertEquals(0, XorNoise.classOf(new float[] {1, -1, 1, -1, -1, 0, 0, 0}, 8), "q = 0");
        assertEquals(1, XorNoise.classOf(new float[] {1, 1, 1, -1, -1, 0, 0, 0}, 8), "q = 1");
        assertEquals(2, XorNoise.classOf(new float[] {1, -1, -1, -1, -1, 0, 0, 0}, 8), "q = 2");
        assertEquals(0, XorNoise.classOf(new float[] {1, 1, 1, 1, -1, 0, 0, 0}, 8), "q = 3");
        assertEquals(1, XorNoise.classOf(new float[] {1, -1, 1, -1, 1, 0, 0, 0}, 8), "q = 0 + 1");
        assertEquals(0, XorNoise.classOf(new float[] {1, 1, 1, 1, 1, 0, 0, 0}, 8), "q = 3 + 1 mod 4");
    }
}
