package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.LateTruth;
import io.github.stepnet.stream.StepNetwork;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job in which operators of different networks learn the same endless stream, each number of it an event: three features, and the class that two of them decide. Of the operator
 * {@value #LATE} every fourth truth comes later, and every fourth never.
 */
final class MigratedJob {

    static final String LATE = "late";
    static final int KEYS = 3;

    private static final int BEFORE = 2_500;
    /** Answers that accuracy is taken of. */
    static final int AFTER = 500;

    /** Answers that were right, of the last ones before a savepoint, or the first ones after it, by operator. */
    private static final Map<String, boolean[]> HITS = new ConcurrentHashMap<>();

    private static final Map<String, Integer> ANSWERS = new ConcurrentHashMap<>();

    private MigratedJob() {}

    /**
     * One of the operators.
     *
     * @param gone the class that it no longer knows, or -1
     */
    record Operator(String name, NetworkLearner learner, int gone) {

        Operator(String name, NetworkLearner learner) {
            this(name, learner, -1);
        }
    }

    static NetworkLearner network() {
        return NetworkLearner.of(
                NetworkSpec.inputs(3)
                        .then(new Dense(10, Activation.LEAKY_RELU))
                        .then(new Dense(6, Activation.RELU))
                        .then(new Dense(3))
                        .seed(7),
                Adam.rate(0.01f));
    }

    static float[] features(long i) {
        SplitMix64 random = new SplitMix64(i);
        return new float[] {(float) random.nextGaussian(), 5 + 20 * (float) random.nextGaussian(), 3f};
    }

    static int label(long i) {
        float[] features = features(i);
        return features[0] > 0.6f ? 2 : features[0] + (features[1] - 5) / 20 > 0 ? 1 : 0;
    }

    /**
     * Runs the operators and stops them with a savepoint, of which it returns the place.
     *
     * @param from a savepoint, or null
     * @param accuracy is filled with the share of right answers among the last, or, from a savepoint, the first so many
     */
    static String stop(
            MiniCluster cluster,
            Iterable<Operator> operators,
            String backend,
            SavepointFormatType format,
            String from,
            String folder,
            Map<String, Double> accuracy)
            throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("state.backend.type", backend, "parallelism.default", "2"));
        if (from != null) {
            settings.put("execution.state-recovery.path", from);
        }
        HITS.clear();
        ANSWERS.clear();
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(Configuration.fromMap(settings));
        KeyedStream<Long, String> events = numbers(env, "events").keyBy(MigratedJob::key, Types.STRING);
        KeyedStream<Long, String> truths =
                numbers(env, "truths").filter(i -> i % 4 == 0).keyBy(MigratedJob::key, Types.STRING);
        boolean keepsFirst = from != null;
        for (Operator operator : operators) {
            DataStream<Prediction> answers = operator.name.equals(LATE)
                    ? step(operator, true)
                            .applyTo(events, truths, late(operator.learner.answers()))
                            .predictions()
                    : step(operator, false).applyTo(events).predictions();
            answers.map(new Count(operator.name, operator.gone, keepsFirst))
                    .returns(Types.BOOLEAN)
                    .uid("count-" + operator.name)
                    .sinkTo(new DiscardingSink<>())
                    .uid("sink-" + operator.name);
        }
        JobClient client = env.executeAsync("migrated");
        CommonTestUtils.waitForAllTaskRunning(cluster, client.getJobID(), false);
        int enough = keepsFirst ? AFTER : BEFORE;
        for (Operator operator : operators) {
            while (ANSWERS.getOrDefault(operator.name, 0) < enough) {
                Thread.sleep(5);
                if (client.getJobStatus().get().isTerminalState()) {
                    client.getJobExecutionResult().get();
                }
            }
        }
        String place = client.stopWithSavepoint(false, folder, format).get();
        HITS.forEach((name, hits) -> {
            int right = 0;
            for (boolean hit : hits) {
                right += hit ? 1 : 0;
            }
            accuracy.put(name, (double) right / AFTER);
        });
        return place;
    }

    private static String key(Long i) {
        return "key-" + i % KEYS;
    }

    private static DataStream<Long> numbers(StreamExecutionEnvironment env, String uid) {
        return env.fromSource(new NumberSequenceSource(0, Long.MAX_VALUE - 1), WatermarkStrategy.noWatermarks(), uid)
                .uid(uid)
                .setParallelism(1)
                .map(new Pace())
                .uid(uid + "-pace")
                .setParallelism(1);
    }

    /** Slow once there is enough, so that how much is learned until the job is stopped hardly hangs on the machine. */
    private static final class Pace implements MapFunction<Long, Long> {

        private static final long serialVersionUID = 1;

        private int passed;

        @Override
        public Long map(Long number) throws InterruptedException {
            if (++passed > BEFORE) {
                Thread.sleep(1);
            }
            return number;
        }
    }

    private static StepNetwork<Long> step(Operator operator, boolean isLate) {
        int inputs = operator.learner.inputs();
        int gone = operator.gone;
        return StepNetwork.<Long>builder()
                .features(inputs, (i, into, at) -> {
                    System.arraycopy(features(i), 0, into, at, 3);
                    for (int more = 3; more < inputs; more++) {
                        into[at + more] = i % 5;
                    }
                })
                .label(operator.learner.answers(), i -> isLate && i % 2 == 0 ? -1 : known(i, gone))
                .eventId(i -> Long.toString(i))
                .learner(operator.learner)
                .uidPrefix(operator.name)
                .build();
    }

    private static LateTruth<Long> late(int classes) {
        return LateTruth.<Long>label(i -> Long.toString(i), classes, MigratedJob::label)
                .timeout(Duration.ofHours(1))
                .most(500);
    }

    /** The class of an event by the numbers that classes have once one of them is gone; -1 for that one. */
    private static int known(long i, int gone) {
        int label = label(i);
        return label == gone ? -1 : gone >= 0 && label > gone ? label - 1 : label;
    }

    /** Notes which answers are right. */
    private record Count(String name, int gone, boolean keepsFirst) implements MapFunction<Prediction, Boolean> {

        @Override
        public Boolean map(Prediction prediction) {
            int label = known(Long.parseLong(prediction.getAnswersEventId()), gone);
            if (label >= 0) {
                note(prediction.getPredictedClass() == label);
            }
            return true;
        }

        private void note(boolean isHit) {
            ANSWERS.compute(name, (same, before) -> {
                int answers = before == null ? 0 : before;
                if (!keepsFirst || answers < AFTER) {
                    HITS.computeIfAbsent(name, none -> new boolean[AFTER])[answers % AFTER] = isHit;
                }
                return answers + 1;
            });
        }
    }
}
