package io.github.stepnet.network.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SplitMix64Test {

    @Test
    void anyNumberOfTheSequenceCanBeHadAtOnce() {
        SplitMix64 random = new SplitMix64(77);
        for (int i = 0; i < 10; i++) {
            assertEquals(random.nextLong(), SplitMix64.at(77, i));
        }
    }
}
