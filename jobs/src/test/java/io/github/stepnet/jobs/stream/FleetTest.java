package io.github.stepnet.jobs.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final int MACHINES = 8;
    private static final int PHASE = 40_000;

    private final Fleet fleet = new Fleet(MACHINES, PHASE, 42);
    private final float[] x = new float[8];

    @Test
    void theLearnerThatKnowsTheMachinesReachesTheCeilingBeforeTheDriftAndAfterIt() {
        double[] hits = new double[2];
        for (int i = 0; i < 2 * PHASE * MACHINES; i++) {
            int label = fleet.next(x);
            hits[fleet.phase()] += fleet.machine(fleet.key()).stateOf(x) == label ? 1 : 0;
        }
        assertEquals(0.95, fleet.ceiling(), 1e-12);
        assertEquals(fleet.ceiling(), hits[0] / (PHASE * MACHINES), 0.002);
        assertEquals(fleet.ceiling(), hits[1] / (PHASE * MACHINES), 0.002);
    }

    @Test
    void everyStateHasAboutAThirdOfTheLabelsOfEveryMachine() {
        int[][] counts = new int[MACHINES][3];
        for (int i = 0; i < PHASE * MACHINES; i++) {
            int label = fleet.next(x);
            counts[fleet.key()][label]++;
        }
        for (int[] machine : counts) {
            for (int count : machine) {
                double share = count / (double) PHASE;
                assertTrue(share > 0.30 && share < 0.36, Arrays.toString(machine));
            }
        }
    }

    @Test
    void whatIsKnownOfOneMachineSaysLittleOfAnother() {
        double[] hits = new double[MACHINES];
        int rounds = 10_000;
        for (int i = 0; i < rounds * MACHINES; i++) {
            int label = fleet.next(x);
            if (fleet.key() == 0) {
                for (int other = 0; other < MACHINES; other++) {
                    hits[other] += fleet.machine(other).stateOf(x) == label ? 1 : 0;
                }
            }
        }
        assertTrue(hits[0] / rounds > 0.94, Arrays.toString(hits));
        for (int other = 1; other < MACHINES; other++) {
            assertTrue(hits[other] / rounds < 0.60, Arrays.toString(hits));
        }
    }

    @Test
    void theDriftComesAtThatSampleOfEachKeyAndMakesOldKnowledgeWorthLittle() {
        Fleet undrifted = new Fleet(MACHINES, Long.MAX_VALUE, 42);
        Fleet drifting = new Fleet(MACHINES, 1000, 42);
        double[][] hits = new double[3][MACHINES];
        for (int i = 0; i < 3000 * MACHINES; i++) {
            int label = drifting.next(x);
            int phase = drifting.phase();
            assertEquals(i / MACHINES / 1000, phase);
            hits[phase][drifting.key()] += undrifted.machine(drifting.key()).stateOf(x) == label ? 1 : 0;
        }
        for (int machine = 0; machine < MACHINES; machine++) {
            assertTrue(hits[0][machine] > 900, Arrays.deepToString(hits));
            assertTrue(hits[1][machine] < 650, Arrays.deepToString(hits));
            assertTrue(hits[2][machine] < 650, Arrays.deepToString(hits));
        }
    }

    @Test
    void noLinearRuleTellsTheStatesApart() {
        // A linear rule needs classes whose means differ; here every class has the same mean in every sensor.
        double[][] sums = new double[3][8];
        int[] counts = new int[3];
        for (int i = 0; i < PHASE * MACHINES; i++) {
            int label = fleet.next(x);
            if (fleet.key() == 3) {
                counts[label]++;
                for (int j = 0; j < 8; j++) {
                    sums[label][j] += x[j];
                }
            }
        }
        for (int j = 0; j < 8; j++) {
            assertEquals(sums[0][j] / counts[0], sums[1][j] / counts[1], 0.06, "sensor " + j);
            assertEquals(sums[0][j] / counts[0], sums[2][j] / counts[2], 0.06, "sensor " + j);
        }
    }

    @Test
    void aPhaseHasAtLeastOneSample() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> new Fleet(1, 0, 1));
        assertEquals(
                "phaseLength is 0; a phase needs at least 1 sample, Long.MAX_VALUE for no drift at all",
                refusal.getMessage());
    }
}
