package io.github.stepnet.jobs.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The streams for models that settle. */
class SettlingStreamsTest {

    private static final int SAMPLES = 4_000;

    @Test
    void theClassOfBitsIsTheirParityAndAllPatternsComeAlike() {
        Parity parity = new Parity(1, 3);
        float[] bits = new float[parity.inputs()];
        int[] patterns = new int[16];
        for (int n = 0; n < SAMPLES; n++) {
            int label = parity.next(bits);
            int pattern = 0;
            for (float bit : bits) {
                pattern = 2 * pattern + (int) bit;
            }
            patterns[pattern]++;
            assertEquals(Integer.bitCount(pattern) % 2, label);
        }
        for (int count : patterns) {
            assertEquals(SAMPLES / 16.0, count, 70);
        }
    }

    @Test
    void pointsOfAClusterAreNearerToEachOtherThanToThoseOfOthers() {
        Attractor attractor = new Attractor(2, 3);
        float[][] first = new float[attractor.classes()][];
        for (int n = 0; n < SAMPLES; n++) {
            float[] point = new float[attractor.inputs()];
            int label = attractor.next(point);
            first[label] = first[label] == null ? point : first[label];
            for (int other = 0; other < first.length; other++) {
                if (first[other] != null) {
                    assertTrue((distance(point, first[other]) < 4) == (other == label));
                }
            }
        }
    }

    private static double distance(float[] a, float[] b) {
        double square = 0;
        for (int i = 0; i < a.length; i++) {
            square += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        }
        return Math.sqrt(square);
    }
}
