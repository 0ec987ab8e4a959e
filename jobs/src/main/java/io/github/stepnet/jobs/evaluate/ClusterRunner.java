package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.stream.KernelChoice;
import io.github.stepnet.stream.LearnedStream;
import io.github.stepnet.stream.StepNetwork;
import io.github.stepnet.stream.input.LabelReader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * The operator in a Flink job. One subtask reads the rows in order, the networks run at the parallelism of the environment, and all outcomes
 * come back to this program: from the reader to a key's subtask and from there to here each key has one way, so its order stays.
 *
 * @param environments where a job runs, a new one for each
 * @param kernel the loops to compute with
 */
record ClusterRunner(Supplier<StreamExecutionEnvironment> environments, KernelChoice kernel) implements Runner {

    private static final TypeInformation<Outcome> OUTCOMES = TypeInformation.of(Outcome.class);

    @Override
    public void run(Data data, LearnerSpec learner, Consumer<Outcome> outcomes) throws Exception {
        StreamExecutionEnvironment environment = environments.get();
        environment.setRuntimeMode(RuntimeExecutionMode.STREAMING);
        SingleOutputStreamOperator<Row> rows = environment
                .fromSource(
                        new NumberSequenceSource(0, data.events() - 1),
                        WatermarkStrategy.noWatermarks(),
                        "numbers of rows")
                .setParallelism(1)
                .process(new RowReader(data), TypeInformation.of(Row.class))
                .name("rows")
                .setParallelism(1);
        LearnedStream learned = network(data, learner, kernel).applyTo(rows.keyBy(row -> row.key));
        DataStream<Outcome> all = learned.predictions()
                .map(Outcome::of, OUTCOMES)
                .union(learned.deadLetters().map(Outcome::of, OUTCOMES), rows.getSideOutput(RowReader.REJECTED));
        CloseableIterator<Outcome> collected = all.executeAndCollect("evaluate " + data.name());
        try {
            collected.forEachRemaining(outcomes);
        } finally {
            collected.close();
        }
    }

    @Override
    public String describe() {
        return "Flink job, its start included";
    }

    private static StepNetwork<Row> network(Data data, LearnerSpec learner, KernelChoice kernel) {
        StepNetwork.Builder<Row> builder = StepNetwork.<Row>builder()
                .features(data.inputs(), row -> row.features)
                .eventId(row -> row.id)
                .learner(learner)
                .kernel(kernel)
                .uidPrefix("evaluate");
        if (data.isClassified()) {
            return builder.label(data.classes(), row -> row.isLabelled() ? (int) row.truth : LabelReader.NOT_KNOWN)
                    .build();
        }
        return builder.target(1, (row, into, at) -> {
                    into[at] = row.truth;
                    return row.isLabelled();
                })
                .build();
    }
}
