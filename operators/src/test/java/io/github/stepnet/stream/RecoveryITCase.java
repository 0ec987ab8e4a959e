package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.FailingJob.Failure;
import io.github.stepnet.stream.output.Outputs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A job that fails in mid-stream ends with the very weights of one that does not. The premises of the promise: one source
 * subtask, ascending times, no late record, aligned checkpoints, no processing time.
 */
class RecoveryITCase {

    private static final long EVENTS = 12_000;
    private static final long IDLE_GAP_MILLIS = 40 * Sample.KEYS * Sample.STEP_MILLIS;
    private static final int PARALLELISM = 2;

    @RegisterExtension
    // One slot each, so that a job of parallelism 2 loses a subtask with either of them.
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(2)
            .setNumberSlotsPerTaskManager(1)
            .build());

    private static final Map<LearnerSpec, Map<String, String>> UNINTERRUPTED = new HashMap<>();
    private static int taskManagersKilled;

    static Stream<Arguments> failures() {
        Map<String, LearnerSpec> learners = new LinkedHashMap<>();
        for (Execution execution : Execution.values()) {
            learners.put(execution.toString(), Nets.classifier(execution));
        }
        learners.put("settling", Nets.settling());
        return learners.entrySet().stream()
                .flatMap(learner -> Stream.of(Backend.values())
                        .flatMap(backend -> Stream.of(Failure.EXCEPTION, Failure.TASK_MANAGER)
                                .map(kind -> Arguments.of(learner.getKey(), learner.getValue(), backend, kind))));
    }

    @ParameterizedTest(name = "{0}, {2}, {3}")
    @MethodSource("failures")
    void aFailedJobEndsWithTheWeightsOfAnUninterruptedOne(
            String what,
            LearnerSpec learner,
            Backend backend,
            Failure kind,
            @TempDir Path folder,
            @InjectMiniCluster MiniCluster cluster)
            throws Exception {
        if (!UNINTERRUPTED.containsKey(learner)) {
            UNINTERRUPTED.put(learner, finalStates(learner, Backend.HEAP, Failure.NONE, folder, cluster));
        }
        Map<String, String> expected = UNINTERRUPTED.get(learner);
        assertEquals(Sample.KEYS, expected.size(), what);

        Map<String, String> states = finalStates(learner, backend, kind, folder, cluster);

        assertTrue(Recording.opened() > PARALLELISM, "the job was to fail and to start again");
        assertEquals(expected, states);
    }

    private static Map<String, String> finalStates(
            LearnerSpec learner, Backend backend, Failure kind, Path folder, MiniCluster cluster) throws Exception {
        Recording.clear();
        JobClient job = submit(learner, backend, kind, folder);
        if (kind == Failure.TASK_MANAGER) {
            FailingJob.awaitMidStream();
            cluster.terminateTaskManager(taskManagersKilled++).get(1, TimeUnit.MINUTES);
            cluster.startTaskManager();
        }
        job.getJobExecutionResult().get(2, TimeUnit.MINUTES);
        return Recording.finalStates();
    }

    private static JobClient submit(LearnerSpec learner, Backend backend, Failure kind, Path folder) throws Exception {
        // Room for a few networks only, so that the job also lives from what it wrote back.
        OperatorPlan<Sample, Prediction> plan = Nets.plan(learner, Nets.settings(8_000, IDLE_GAP_MILLIS));
        KeyedStream<Sample, String> samples = FailingJob.samples(EVENTS, backend, kind, folder);
        samples.transform("networks", Outputs.PREDICTIONS, new Recording("networks", plan))
                .uid("networks")
                .setParallelism(PARALLELISM)
                .setMaxParallelism(StepNetwork.MAX_PARALLELISM)
                .sinkTo(new DiscardingSink<>());
        return samples.getExecutionEnvironment().executeAsync("recovery");
    }
}
