package io.github.stepnet.jobs.replay;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.JobFile;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.stream.state.StateFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PremisesTest {

    private static final String YAML = """
            source: {topic: readings}
            network: {inputs: 3, layers: [dense: {outputs: 2}]}
            """;

    private static StateFormat computedBy(String kernel, int lanes) {
        return new StateFormat(text(config()), 1, 1, 1, 1, kernel, lanes, List.of());
    }

    private static String text(JobConfig config) {
        return TrackedLearner.canonicalText(config.learner(), config.milestones());
    }

    private static JobConfig config(String... replaced) {
        return JobFile.read(YAML).with(List.of(replaced)).config();
    }

    @Test
    void theKernelOfTheSavepointIsTakenAndAnotherNumberOfLanesRefused() {
        assertSame(Kernels.scalar(), Premises.kernel("sp", computedBy("scalar", 1)));
        assertEquals(
                "the models in sp were computed by the kernel scalar with 3 lanes, but here that kernel has 1, which gives other last bits;"
                        + " replay on a machine like that of the job",
                assertThrows(CannotRun.class, () -> Premises.kernel("sp", computedBy("scalar", 3)))
                        .getMessage());
        assertThrows(CannotRun.class, () -> Premises.kernel("sp", computedBy("vector", 1_000)));
    }

    @Test
    void anotherSpecificationIsRefusedWithTheFirstDifference() {
        StateFormat saved = computedBy("scalar", 1);
        assertDoesNotThrow(() -> Premises.checkSpecification("sp", saved, config(), config().learner()));
        JobConfig other = config("--network.seed", "9");
        String message = assertThrows(
                        CannotRun.class, () -> Premises.checkSpecification("sp", saved, other, other.learner()))
                .getMessage();
        assertTrue(message.startsWith("the models in sp are of specification " + saved.fingerprint()), message);
        assertTrue(message.contains("seed: 0") && message.contains("seed: 9"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --expire-after | 30d                              | expire-after
            --window       | {over: {count: 5}}               | window
            --truth        | {source: {topic: truths}}        | truth
            """)
    void jobsWhoseModelsAreUpToWatermarksAreRefusedByName(String key, String value, String name) {
        String message = assertThrows(CannotRun.class, () -> Premises.checkJob(config(key, value)))
                .getMessage();
        assertTrue(message.startsWith("the job file has " + name + ": "), message);
        assertDoesNotThrow(() -> Premises.checkJob(config()));
    }
}
