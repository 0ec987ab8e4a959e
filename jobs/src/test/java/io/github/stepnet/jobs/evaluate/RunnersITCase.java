package io.github.stepnet.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.csv.CsvArguments;
import io.github.stepnet.jobs.stream.StreamName;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.stream.KernelChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** That a Flink job finds what the bare engine finds, to the last bit. */
class RunnersITCase {

    private static final int MOST_SUBTASKS = 3;
    private static final int ROWS = 3000;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(MOST_SUBTASKS)
            .build());

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Execution.class)
    void aFileOfSeveralKeysWithFlaws(Execution execution) throws Exception {
        // Half of them are too few for the weights of a pipeline, which lag behind, to beat the previous label.
        Data data = markets(2 * ROWS, "--label", "state");
        Assessment found = assertAlike(data, LearnerText.preset("csv-classification"), execution);
        assertEquals(5, found.keys());
        assertEquals(120, found.rejected());
        assertEquals("markets.csv:9: slow is missing", found.reasons().get(0));
        assertEquals(5880, found.answered());
        assertEquals(5760, found.total().events());
        Score.OfClasses total = (Score.OfClasses) found.total();
        assertTrue(total.figures().kappaTemporal() > 0, total.toString());
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void aFileWithANumberToPredict(Execution execution) throws Exception {
        Data data = markets(ROWS, "--target", "slow", "--features", "day,price,demand");
        Assessment found = assertAlike(data, LearnerText.preset("csv-regression"), execution);
        assertEquals(2940, found.total().events());
        assertEquals(3000, found.answered());
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void aGeneratedStream(Execution execution) throws Exception {
        Data data = new GeneratedData(StreamName.XOR_NOISE, 4, Long.MAX_VALUE, 1, 6000);
        Assessment found = assertAlike(data, LearnerText.preset("xor-noise"), execution);
        assertEquals(6000, found.total().events());
        // the last two updates of each of four keys follow its last answer, which cannot tell
        assertEquals(execution == Execution.PIPELINE ? 5992 : 6000, found.updates());
    }

    @Test
    void aCommitteeWithLabelHistory() throws Exception {
        Data data = markets(ROWS, "--label", "state");
        LearnerText text = LearnerText.preset("csv-classification")
                .with(List.of(
                        new LearnerText.Replacement("learning.committee", "standard"),
                        new LearnerText.Replacement("network.temporal.previous-labels", "1")));
        assertAlike(data, text.learner(data, 1));
    }

    private Data markets(int rows, String... columns) throws IOException {
        CsvArguments arguments = new CsvArguments();
        CommandLine.populateCommand(arguments, with(columns, "--key-column", "market"));
        return CsvData.of(TestFiles.markets(folder, rows, 5, true), arguments, Long.MAX_VALUE);
    }

    private static String[] with(String[] some, String... others) {
        return Stream.of(some, others).flatMap(Stream::of).toArray(String[]::new);
    }

    private static Assessment assertAlike(Data data, LearnerText text, Execution execution) throws Exception {
        return assertAlike(data, ((NetworkLearner) text.learner(data, 1)).execution(execution));
    }

    private static Assessment assertAlike(Data data, LearnerSpec learner) throws Exception {
        Assessment byEngine = assess(data, learner, new EngineRunner(Kernels.auto()));
        for (int parallelism : new int[] {1, MOST_SUBTASKS}) {
            Runner job = new ClusterRunner(() -> environment(parallelism), KernelChoice.AUTO);
            assertEquals(byEngine, assess(data, learner, job), "parallelism " + parallelism);
        }
        return byEngine;
    }

    private static Assessment assess(Data data, LearnerSpec learner, Runner runner) throws Exception {
        Scorecard scorecard =
                new Scorecard(data.classes(), learner.updatesAtEveryTruth(), 500, List.of(1000L, data.events()));
        runner.run(data, learner, scorecard::take);
        assertEquals(data.events(), scorecard.seen());
        return scorecard.assess();
    }

    private static StreamExecutionEnvironment environment(int parallelism) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(parallelism);
        return environment;
    }
}
