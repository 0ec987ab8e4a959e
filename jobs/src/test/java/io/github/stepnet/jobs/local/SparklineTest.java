package io.github.stepnet.jobs.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SparklineTest {

    private final Sparkline line = new Sparkline(4);

    @Test
    void marksRiseFromTheLowToTheHighAndNoFurther() {
        for (double value : new double[] {-1, 0, 1, 2}) {
            line.add(value);
        }
        assertEquals("__##", line.text(0, 1, false));
        assertEquals("\u2581\u2581\u2588\u2588", line.text(0, 1, true));
    }

    @Test
    void aFullLineIsHalvedAndGoesOnHalfAsFast() {
        for (int i = 0; i < 6; i++) {
            line.add(i);
        }
        // 0.5, 2.5, 4.5: the means of two each.
        assertEquals(".-*", line.text(0, 5.5, false));
    }

    @Test
    void withoutARangeNothingIsHigh() {
        line.add(3);
        assertEquals("_", line.text(3, 3, false));
    }
}
