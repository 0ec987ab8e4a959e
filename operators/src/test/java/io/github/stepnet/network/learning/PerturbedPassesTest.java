package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Gru;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PerturbedPassesTest {

    private static final NetworkSpec CARRIED = NetworkSpec.inputs(4)
            .then(new Gru(5).carried(true))
            .then(new Dense(3))
            .scaling(FeatureScaling.NONE)
            .seed(5);

    static Stream<NetworkSpec> networks() {
        return Stream.of(TechniqueRun.SPEC, CARRIED);
    }

    /** Four times the same sample, from the same memory. */
    @ParameterizedTest
    @MethodSource("networks")
    void copiesThatAreNotDisturbedTeachWhatTheSampleTeaches(NetworkSpec spec) {
        NetworkLearner learner = NetworkLearner.of(spec, Sgd.rate(0.1f)).truncation(1);
        TechniqueRun plain = new TechniqueRun(learner);
        TechniqueRun perturbed = new TechniqueRun(learner.techniques(new PerturbedPasses(0f, 0f, 0f)));
        for (int tick = 0; tick < 50; tick++) {
            plain.tick(0);
            perturbed.tick(0);
            assertArrayEquals(plain.parameters(), perturbed.parameters(), 1e-5f, "at tick " + tick);
        }
    }

    /** Notes the examples that are taken in. */
    private static final class Copies implements Rehearsal {
        final List<float[]> taken = new ArrayList<>();

        @Override
        public void recall(float[] past, int at) {
            taken.add(Arrays.copyOfRange(past, at, past.length));
        }

        @Override
        public void add(float[] truth) {
            assertEquals(2f, truth[0]);
        }

        @Override
        public void addSignal(float[] signal) {
            throw new AssertionError("a signal");
        }

        @Override
        public boolean step() {
            throw new AssertionError("a step of its own");
        }
    }

    @Test
    void oneCopyIsNoisyOneOfAnotherSizeAndOneHasHoles() {
        LessonRig rig = new LessonRig(new PerturbedPasses(0.05f, 0.1f, 0.25f), CARRIED.plan());
        float[] event = new float[rig.lesson.pass.pastFloats()];
        for (int i = 0; i < event.length; i++) {
            event[i] = 1f + i;
        }
        rig.event(event, 2);
        Copies copies = new Copies();
        int lessons = 2000;
        for (int n = 0; n < lessons; n++) {
            rig.bound.rehearse(rig.lesson, copies);
        }
        assertEquals(3 * lessons, copies.taken.size());
        double noise = 0;
        double squares = 0;
        double smallest = 2;
        double largest = 0;
        int holes = 0;
        for (int n = 0; n < lessons; n++) {
            float size = copies.taken.get(3 * n + 1)[0] / event[0];
            smallest = Math.min(smallest, size);
            largest = Math.max(largest, size);
            for (int i = 0; i < 4; i++) {
                double difference = copies.taken.get(3 * n)[i] - event[i];
                noise += difference;
                squares += difference * difference;
                assertEquals(size, copies.taken.get(3 * n + 1)[i] / event[i], 1e-6, "one size for all");
                float masked = copies.taken.get(3 * n + 2)[i];
                assertTrue(masked == 0f || masked == event[i]);
                holes += masked == 0f ? 1 : 0;
            }
        }
        assertEquals(0, noise / (4 * lessons), 0.003);
        assertEquals(0.05, Math.sqrt(squares / (4 * lessons)), 0.002);
        assertTrue(smallest >= 0.9 && smallest < 0.902 && largest <= 1.1 && largest > 1.098);
        assertEquals(0.25, holes / (4.0 * lessons), 0.02);
        for (float[] copy : copies.taken) {
            assertArrayEquals(
                    Arrays.copyOfRange(event, 4, event.length), Arrays.copyOfRange(copy, 4, copy.length), "memory");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SWEEP", "STEP"})
    void aNetworkThatRemembersIsDisturbedFromTheMemoryBefore(Execution execution) {
        NetworkSpec echo = NetworkSpec.inputs(2)
                .then(new Gru(8).carried(true))
                .then(new Dense(2))
                .seed(3);
        TechniqueRun run = new TechniqueRun(NetworkLearner.of(echo, Adam.rate(0.003f))
                .execution(execution)
                .techniques(new PerturbedPasses(0.05f, 0.1f, 0f)));
        int hits = EchoStream.hits(run, 8000, 1000);
        assertTrue(hits >= 990, hits + " hits of 1000");
    }
}
