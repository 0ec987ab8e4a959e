package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.state.CacheBudget;
import io.github.stepnet.stream.state.NetworkStateSerializer;
import io.github.stepnet.stream.state.Restored;
import io.github.stepnet.stream.state.StateFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.junit.jupiter.api.Test;

class WriteBackTest {

    private static final int KEYS = 5_000;
    private static final int HOT = 1_000;
    private static final int EVENTS = 100_000;
    private static final int BARRIER_EVERY = 25_000;

    /** What the serializer of one operator did; the operator runs in the test's thread. */
    private static int writes;

    private static int reads;

    private static final class Counting extends NetworkStateSerializer {

        private static final long serialVersionUID = 1;

        Counting(StateFormat format) {
            super(format);
        }

        @Override
        public void serialize(NetworkState state, DataOutputView target) throws IOException {
            writes++;
            super.serialize(state, target);
        }

        @Override
        public NetworkState deserialize(DataInputView source) throws IOException {
            reads++;
            return super.deserialize(source);
        }

        @Override
        public NetworkStateSerializer duplicate() {
            return new Counting(format());
        }
    }

    private static final class CountingOperator extends StepNetworkOperator<String, Sample, Prediction> {

        private static final long serialVersionUID = 1;

        CountingOperator(OperatorPlan<Sample, Prediction> plan) {
            super(plan);
        }

        @Override
        NetworkStateSerializer newSerializer(StateFormat format, Restored restored) {
            return new Counting(format);
        }
    }

    /** Says what a cache of {@link #HOT} keys, all of which are changed by every event, must write. */
    private static final class Reference {

        final Set<String> dirty = new HashSet<>();
        final Map<String, Boolean> hot = new LinkedHashMap<>(16, 0.75f, true);
        int dirtyEvictions;
        int dirtyAtBarriers;

        void event(String key) {
            hot.put(key, true);
            dirty.add(key);
            if (hot.size() > HOT) {
                String evicted = hot.keySet().iterator().next();
                hot.remove(evicted);
                dirtyEvictions += dirty.remove(evicted) ? 1 : 0;
            }
        }

        void barrier() {
            dirtyAtBarriers += dirty.size();
            dirty.clear();
        }
    }

    @Test
    void rocksDbIsWrittenForDirtyEvictionsAndDirtyKeysAtBarriersOnly() throws Exception {
        NetworkLearner learner = Nets.classifier(Execution.SWEEP, Sgd.rate(1e-2f));
        NetworkState like = withHeader(learner);
        long perNetwork = like.bytes() + 256;
        OperatorPlan<Sample, Prediction> plan = Nets.plan(
                learner, new Settings(KernelChoice.SCALAR, new CacheBudget(HOT * perNetwork, HOT * perNetwork), 0));
        Sample[] samples = new Sample[64];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Sample.number(i);
        }
        double[] zipf = zipf();
        Random random = new Random(11);
        Reference reference = new Reference();
        writes = 0;
        reads = 0;
        try (OperatorRun run = OperatorRun.start(Backend.ROCKSDB, new CountingOperator(plan))) {
            for (int n = 1; n <= EVENTS; n++) {
                String key = "key-" + draw(zipf, random);
                run.send(samples[n % samples.length].ofKey(key));
                reference.event(key);
                if (n % BARRIER_EVERY == 0) {
                    run.harness.getOutput().clear();
                    run.barrier();
                    reference.barrier();
                }
            }
        }
        System.out.printf(
                "%,d events: %,d writes (%.1f %%), %,d reads; %,d dirty evictions, %,d dirty keys at barriers%n",
                EVENTS, writes, 100.0 * writes / EVENTS, reads, reference.dirtyEvictions, reference.dirtyAtBarriers);
        assertEquals(reference.dirtyEvictions + reference.dirtyAtBarriers, writes);
        assertTrue(writes < EVENTS / 5, writes + " writes for " + EVENTS + " events");
        assertTrue(reads < EVENTS / 5, reads + " reads for " + EVENTS + " events");
    }

    private static NetworkState withHeader(NetworkLearner learner) {
        TrackedLearner tracked = new TrackedLearner(learner, Nets.MILESTONES, Kernels.scalar());
        IdleGap header = new IdleGap(Settings.NO_IDLE_GAP, tracked.layout());
        new Expiry(Settings.NO_EXPIRY, tracked.layout());
        NetworkState state = tracked.layout().newState();
        header.initialize(state);
        return state;
    }

    private static double[] zipf() {
        double[] cumulative = new double[KEYS];
        double sum = 0;
        for (int k = 0; k < KEYS; k++) {
            sum += Math.pow(k + 1, -1.1);
            cumulative[k] = sum;
        }
        return cumulative;
    }

    private static int draw(double[] cumulative, Random random) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[KEYS - 1]);
        return found < 0 ? -found - 1 : found;
    }

    @Test
    void theOldestChangesAreWrittenEarlySoThatABarrierIsShort() throws Exception {
        NetworkLearner learner = Nets.classifier(Execution.SWEEP, Sgd.rate(1e-2f));
        long perNetwork = withHeader(learner).bytes() + 256;
        OperatorPlan<Sample, Prediction> plan =
                Nets.plan(learner, new Settings(KernelChoice.SCALAR, new CacheBudget(Nets.HUGE, 3 * perNetwork), 0));
        writes = 0;
        reads = 0;
        try (OperatorRun run = OperatorRun.start(Backend.ROCKSDB, new CountingOperator(plan))) {
            run.send(0, 70);
            assertEquals(70 - 3, writes);
            run.barrier();
            assertEquals(70, writes);
            run.barrier();
            assertEquals(70, writes);
            assertEquals(0, reads);
        }
    }
}
