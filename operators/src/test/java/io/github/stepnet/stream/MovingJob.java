package io.github.stepnet.stream;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.output.Outputs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job of {@link Sample}s that is stopped with a savepoint and goes on from it elsewhere, once for each leg but the last, which ends with the input. It has an operator for
 * every way in which a key's network can have events and signals on their way.
 */
final class MovingJob {

    /**
     * Where a part of the input is learned.
     *
     * @param backend Flink's name of the state backend
     */
    record Leg(int parallelism, String backend) {}

    private static final long EVENTS = 6_000;
    /** What an event takes while the job is being stopped: barriers pass, and the input does not end before. */
    private static final int SLOW_MILLIS = 5;

    private static volatile long goal;
    private static volatile long position;

    private MovingJob() {}

    /** The learners, by the uid of their operators. */
    static Map<String, LearnerSpec> learners() {
        Map<String, LearnerSpec> learners = new LinkedHashMap<>();
        for (Execution execution : Execution.values()) {
            learners.put(execution.name(), Nets.classifier(execution));
        }
        learners.put("SETTLING", Nets.settling());
        return learners;
    }

    /** Makes the events; slowly from where the job is to be stopped. */
    private static final class Events implements MapFunction<Long, Sample> {

        private static final long serialVersionUID = 1;

        @Override
        public Sample map(Long number) throws InterruptedException {
            position = number;
            if (number >= goal) {
                Thread.sleep(SLOW_MILLIS);
            }
            return Sample.number(number);
        }
    }

    /** The bits of every key's state when the job has come through all legs. */
    static Map<String, String> finalStates(List<Leg> legs, SavepointFormatType format, Path folder, MiniCluster cluster)
            throws Exception {
        Recording.clear();
        position = 0;
        String savepoint = null;
        for (int i = 0; i < legs.size(); i++) {
            goal = EVENTS * (i + 1) / legs.size();
            JobClient job = submit(legs.get(i), savepoint);
            if (goal == EVENTS) {
                job.getJobExecutionResult().get(2, TimeUnit.MINUTES);
            } else {
                CommonTestUtils.waitForAllTaskRunning(cluster, job.getJobID(), false);
                awaitGoal();
                savepoint = job.stopWithSavepoint(false, folder.toUri().toString(), format)
                        .get(2, TimeUnit.MINUTES);
            }
        }
        return Recording.finalStates();
    }

    private static void awaitGoal() throws InterruptedException {
        while (position < goal) {
            Thread.sleep(5);
        }
    }

    private static JobClient submit(Leg leg, String savepoint) throws Exception {
        Configuration config = new Configuration();
        config.set(StateBackendOptions.STATE_BACKEND, leg.backend());
        if (savepoint != null) {
            config.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        }
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(config);
        environment.setParallelism(1);
        KeyedStream<Sample, String> samples = environment
                .fromSource(
                        new NumberSequenceSource(0, EVENTS - 1),
                        WatermarkStrategy.<Long>forMonotonousTimestamps()
                                .withTimestampAssigner((number, before) -> number * Sample.STEP_MILLIS),
                        "numbers")
                .uid("numbers")
                .map(new Events())
                .returns(Sample.class)
                .uid("events")
                .keyBy(Sample::key);
        learners().forEach((uid, learner) -> {
            // Room for a few networks only, so that the job also lives from what it wrote back.
            OperatorPlan<Sample, Prediction> plan = Nets.plan(learner, Nets.settings(8_000, Settings.NO_IDLE_GAP));
            samples.transform(uid, Outputs.PREDICTIONS, new Recording(uid, plan))
                    .uid(uid)
                    .setParallelism(leg.parallelism())
                    .setMaxParallelism(StepNetwork.MAX_PARALLELISM)
                    .sinkTo(new DiscardingSink<>())
                    .uid(uid + "-sink");
        });
        return environment.executeAsync("moving");
    }
}
