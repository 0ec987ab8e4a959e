package io.github.stepnet.jobs.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every stream promises. */
class SampleStreamTest {

    enum Kind {
        XOR_NOISE {
            @Override
            SampleStream open(int keys, long seed) {
                return new XorNoise(keys, seed);
            }
        },
        FLEET {
            @Override
            SampleStream open(int keys, long seed) {
                return new Fleet(keys, 500, seed);
            }
        },
        DRIFTING_MACHINE {
            @Override
            SampleStream open(int keys, long seed) {
                return new DriftingMachine(400, 300, keys, seed);
            }
        },
        RARE_CLASS {
            @Override
            SampleStream open(int keys, long seed) {
                return new RareClass(keys, seed);
            }
        },
        HELD_BIT {
            @Override
            SampleStream open(int keys, long seed) {
                return new HeldBit(4, keys, seed);
            }
        },
        ECHO {
            @Override
            SampleStream open(int keys, long seed) {
                return new DelayedEcho(3, keys, seed);
            }
        },
        PARITY {
            @Override
            SampleStream open(int keys, long seed) {
                return new RunningParity(keys, seed);
            }
        },
        RECALL {
            @Override
            SampleStream open(int keys, long seed) {
                return new AssociativeRecall(keys, seed);
            }
        },
        MOVING_OBJECT {
            @Override
            SampleStream open(int keys, long seed) {
                return new MovingObject(keys, seed);
            }
        },
        ROUTED_RULES {
            @Override
            SampleStream open(int keys, long seed) {
                return new RoutedRules(keys, seed);
            }
        };

        abstract SampleStream open(int keys, long seed);
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSameStreamAndAnotherSeedAnother(Kind kind) {
        assertEquals(trace(kind.open(3, 42), 3000), trace(kind.open(3, 42), 3000));
        assertFalse(trace(kind.open(3, 42), 3000).equals(trace(kind.open(3, 43), 3000)));
    }

    @ParameterizedTest
    @EnumSource
    void keysTakeTurnsAndCountTheirSamplesFromZero(Kind kind) {
        SampleStream stream = kind.open(4, 1);
        float[] features = new float[stream.inputs()];
        for (int i = 0; i < 4000; i++) {
            stream.next(features);
            assertEquals(i % 4, stream.key());
            assertEquals(i / 4, stream.sequence());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeysSamplesDoNotDependOnTheNumberOfKeys(Kind kind) {
        SampleStream two = kind.open(2, 9);
        SampleStream five = kind.open(5, 9);
        float[] a = new float[two.inputs()];
        float[] b = new float[five.inputs()];
        for (int round = 0; round < 1000; round++) {
            for (int key = 0; key < 5; key++) {
                int label = five.next(b);
                if (key < 2) {
                    assertEquals(two.next(a), label);
                    assertArrayEquals(a, b);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void differentKeysDrawDifferentSamples(Kind kind) {
        SampleStream stream = kind.open(2, 5);
        float[] a = new float[stream.inputs()];
        float[] b = new float[stream.inputs()];
        int same = 0;
        for (int round = 0; round < 100; round++) {
            stream.next(a);
            stream.next(b);
            same += Arrays.equals(a, b) ? 1 : 0;
        }
        assertTrue(same < 90, same + " of 100 rounds show the same twice");
    }

    @ParameterizedTest
    @EnumSource(names = {"XOR_NOISE", "FLEET", "ROUTED_RULES"})
    void theLabelIsIndependentOfTheKeysPreviousOne(Kind kind) {
        SampleStream stream = kind.open(8, 11);
        float[] features = new float[stream.inputs()];
        int[] previous = new int[8];
        long[] classes = new long[stream.classes()];
        int samples = 400_000;
        long repeats = 0;
        for (int i = 0; i < samples; i++) {
            int label = stream.next(features);
            repeats += previous[stream.key()] == label ? 1 : 0;
            previous[stream.key()] = label;
            classes[label]++;
        }
        double byChance = 0;
        for (long count : classes) {
            byChance += Math.pow(count / (double) samples, 2);
        }
        assertEquals(byChance, repeats / (double) samples, 0.004);
    }

    @ParameterizedTest
    @EnumSource
    void aSampleAllocatesNothing(Kind kind) {
        SampleStream stream = kind.open(8, 3);
        float[] features = new float[stream.inputs()];
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            stream.next(features);
        }
        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            stream.next(features);
        }
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 100_000, allocated + " bytes for 100,000 samples");
    }

    @ParameterizedTest
    @EnumSource
    void itRefusesToHaveNoKey(Kind kind) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> kind.open(0, 1));
        assertEquals("keys is 0; a stream needs at least 1", refusal.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void itSaysNothingOfASampleThatWasNotDrawn(Kind kind) {
        assertThrows(IllegalStateException.class, kind.open(1, 1)::key);
    }

    private static String trace(SampleStream stream, int samples) {
        float[] features = new float[stream.inputs()];
        StringBuilder trace = new StringBuilder();
        Stream.generate(() -> stream.next(features))
                .limit(samples)
                .forEach(label -> trace.append(label).append(Arrays.toString(features)));
        return trace.toString();
    }
}
