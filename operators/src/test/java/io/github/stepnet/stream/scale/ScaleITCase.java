package io.github.stepnet.stream.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs, with few keys: what a key's state takes does not depend on how many there are. */
class ScaleITCase {

    private static final int KEYS = 2_000;
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    @Test
    void aSmallNetworkIsKeptInOneAndAHalfKilobytes() throws Exception {
        long roomForATenth = KEYS * 1_750L / 10;

        MillionKeys.Result result = new MillionKeys(KEYS, 1_000, roomForATenth, NOWHERE).run();

        assertEquals(KEYS, result.created());
        assertTrue(result.savepointBytes() <= KEYS * 1_500L, result.toString());
        List<Double> hitRates = result.hitRates();
        assertEquals(0.1, hitRates.get(0), 0.05, "events that any key may have: " + hitRates);
        assertEquals(1, hitRates.get(hitRates.size() - 1), 0.05, "events of few keys: " + hitRates);
    }

    @Test
    void aSavepointTakesFivePercentMoreThanTheFloatsOfItsNetworks() throws Exception {
        CheckpointCost.Result result = new CheckpointCost(NOWHERE).run(500).get(0);

        assertTrue(result.heapOverhead() > 0 && result.heapOverhead() <= 0.05, result.toString());
        assertTrue(result.rocksOverhead() > 0 && result.rocksOverhead() <= 0.05, result.toString());
    }
}
