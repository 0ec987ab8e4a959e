package io.github.stepnet.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.stepnet.jobs.evaluate.LearnerText.Replacement;
import io.github.stepnet.jobs.stream.StreamName;
import io.github.stepnet.network.Committee;
import io.github.stepnet.network.EquilibriumLearner;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.TemporalInputs;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.GatedMlp;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerTextTest {

    private static final Data FLEET = new GeneratedData(StreamName.FLEET, 2, Long.MAX_VALUE, 1, 10);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"csv-classification", "xor-noise", "xor-noise-chain-tween", "fleet"})
    void aPresetTakesItsSizesFromTheData(String name) {
        NetworkLearner learner = (NetworkLearner) LearnerText.preset(name).learner(FLEET, 5);
        assertEquals(8, learner.inputs());
        assertEquals(3, learner.answers());
        assertEquals(5, learner.network().seed());
    }

    @Test
    void aCommitteeTakesThePlaceOfHowTheTextLearns() {
        LearnerSpec learner = LearnerText.preset("csv-classification")
                .with(List.of(
                        new Replacement("network.temporal.previous-labels", "1"),
                        new Replacement("learning.committee", "standard")))
                .learner(FLEET, 5);
        NetworkSpec network =
                ((NetworkLearner) LearnerText.preset("csv-classification").learner(FLEET, 5)).network();
        assertEquals(Committee.standard(network.with(TemporalInputs.none().previousLabels(1))), learner);
    }

    @Test
    void everyPresetIsThere() {
        LearnerText.PRESETS.forEach(LearnerText::preset);
    }

    @Test
    void aValueOfAnotherOptimizerReplacesTheWholeOfIt() {
        NetworkLearner learner = (NetworkLearner) LearnerText.preset("csv-classification")
                .with(List.of(
                        new Replacement("learning.optimizer.adam.rate", "0.01"),
                        new Replacement("learning.optimizer.adam.beta1", "0.8"),
                        new Replacement("learning.execution", "step")))
                .learner(FLEET, 1);
        assertEquals(0.8f, ((Adam) learner.optimizer()).beta1());
        assertEquals(Execution.STEP, learner.execution());
    }

    @Test
    void aValueOfTheSameOptimizerLeavesTheRest() {
        NetworkLearner learner = (NetworkLearner) LearnerText.preset("xor-noise")
                .with(List.of(new Replacement("learning.optimizer.adam.beta1", "0.8")))
                .learner(FLEET, 1);
        Adam adam = (Adam) learner.optimizer();
        assertEquals(0.8f, adam.beta1());
        assertEquals(0.002f, adam.rate().rate(0));
    }

    @Test
    void anotherHandOverReplacesTheWholeOfIt() throws IOException {
        Path file = TestFiles.file(
                folder,
                "job.yaml",
                "network: {layers: [dense: ]}",
                "learning: {hand-over: {after-updates: {to: tween, updates: 9}}, cadence: 4}");
        NetworkLearner learner = (NetworkLearner) LearnerText.jobFile(file.toString())
                .with(List.of(new Replacement("learning.hand-over.on-plateau.to", "backprop")))
                .learner(FLEET, 1);
        assertEquals(new HandOver.OnPlateau(new Backprop(), 1000, 0.01f), learner.handOver());
        assertEquals(4, learner.cadence());
    }

    @Test
    void aJobFileGivesItsNetworkAndItsLearning() throws IOException {
        Path file = TestFiles.file(
                folder,
                "job.yaml",
                "source: {topic: readings}",
                "network: {inputs: 8, layers: [{dense: {outputs: 4, activation: tanh}}, {dense: }], seed: 9}",
                "learning: {optimizer: {sgd: {rate: 0.5}}}");
        NetworkLearner learner =
                (NetworkLearner) LearnerText.jobFile(file.toString()).learner(FLEET, 1);
        assertEquals(Sgd.rate(0.5f), learner.optimizer());
        assertEquals(9, learner.network().seed());
        assertEquals(new Dense(3), learner.network().layers().get(1));
    }

    @Test
    void aModelThatSettlesTakesItsSizesFromTheDataToo() throws IOException {
        Path file = TestFiles.file(
                folder,
                "job.yaml",
                "network: {model: {looped-mlp: {hidden: 8}}}",
                "learning: {settling: {iterations: 50}}");
        EquilibriumLearner learner = (EquilibriumLearner) LearnerText.jobFile(file.toString())
                .with(List.of(
                        new Replacement("network.model.gated-mlp.hidden", "16"),
                        new Replacement("learning.propagation.one-sided.beta", "0.2")))
                .learner(FLEET, 5);
        assertEquals(8, learner.inputs());
        assertEquals(3, learner.answers());
        assertEquals(5, learner.network().seed());
        assertEquals(16, ((GatedMlp) learner.network().model()).hidden());
        assertEquals(new EquilibriumPropagation.OneSided(0.2f), learner.propagation());
        assertEquals(50, learner.settling().iterations());
    }

    @Test
    void anAgentOfAJobFileIsTakenByItsName() throws IOException {
        Path file = TestFiles.file(
                folder,
                "job.yaml",
                "network:",
                "  agents:",
                "    small: {layers: [{dense: }], seed: 9}",
                "    big: {layers: [{dense: {outputs: 4}}, {dense: }]}",
                "  route: {field: type}");
        LearnerText text = LearnerText.jobFile(file.toString());
        NetworkLearner learner = (NetworkLearner) text.ofAgent(Optional.of("big"))
                .with(List.of(new Replacement("network.layers.0.dense.outputs", "5")))
                .learner(FLEET, 1);
        assertEquals(List.of(new Dense(5), new Dense(3)), learner.network().layers());
        assertEquals(
                "the job file has the agents small, big; choose one with --agent",
                assertThrows(IllegalArgumentException.class, () -> text.ofAgent(Optional.empty()))
                        .getMessage());
        String[] common = {"--stream", "fleet", "--limit", "10", "--engine", "--json", "--config", file.toString()};
        assertEquals(List.of("9", "9", "9"), networkSeeds(common, "--agent", "small"));
    }

    @Test
    void anErrorInAJobFileHasItsLine() throws IOException {
        Path file = TestFiles.file(folder, "job.yaml", "network:", "  layers:", "  - dens: {outputs: 4}");
        assertNamesTheKey(file);
    }

    @Test
    void aLayerThatHasNoOutputsToBeGivenIsLeftAsItIs() throws IOException {
        assertNamesTheKey(TestFiles.file(folder, "job.yaml", "network:", "  layers:", "  - dens:"));
    }

    private static void assertNamesTheKey(Path file) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> LearnerText.jobFile(file.toString()).learner(FLEET, 1))
                .getMessage();
        assertTrue(message.startsWith("job.yaml:3: network.layers[0] has the key \"dens\"; allowed: dense, "), message);
        assertTrue(message.endsWith("; did you mean dense?"), message);
    }

    @Test
    void aNetworkThatIsTooLargeIsNamedByItsLine() throws IOException {
        Path file = TestFiles.file(
                folder, "job.yaml", "network:", "  layers:", "  - dense: {outputs: 2000000000}", "  - dense: {}");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> LearnerText.jobFile(file.toString()).learner(FLEET, 1))
                .getMessage();
        assertTrue(message.startsWith("job.yaml:3: network.layers[0] "), message);
    }

    @Test
    void aJobFileWithoutANetworkIsRefused() throws IOException {
        Path file = TestFiles.file(folder, "job.yaml", "source: {topic: readings}");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> LearnerText.jobFile(file.toString()).learner(FLEET, 1))
                .getMessage();
        assertEquals("job.yaml:1: the text lacks the key \"network\"; say what every key owns", message);
    }

    private static JsonNode seeds(String... arguments) throws IOException {
        return Ran.evaluate(arguments).json().get("runs");
    }

    @Test
    void theChainTweenBringsTheLossAndTheStepThatGoWithIt() throws IOException {
        String learner = seeds(
                        "--stream",
                        "xor-noise",
                        "--limit",
                        "10",
                        "--engine",
                        "--json",
                        "--learning.rule",
                        "chain-tween")
                .get(0)
                .get("learner")
                .asText();
        assertTrue(learner.contains("one-hot-squared-error") && learner.contains("tween-momentum"), learner);
    }

    @Test
    void seedsThatAreAskedForGoBeforeThatOfAFileButNotBeforeTheOptionOfTheNetwork() throws IOException {
        String file = TestFiles.file(folder, "job.yaml", "network: {layers: [{dense: }], seed: 9}", "learning: {}")
                .toString();
        String[] common = {"--stream", "fleet", "--limit", "10", "--engine", "--json", "--config", file};
        assertEquals(List.of("9", "9", "9"), networkSeeds(common));
        assertEquals(List.of("4", "5"), networkSeeds(common, "--seeds", "4,5"));
        assertEquals(List.of("7", "7"), networkSeeds(common, "--seeds", "4,5", "--network.seed=7"));
    }

    private static List<String> networkSeeds(String[] common, String... more) throws IOException {
        String[] all = Stream.of(common, more).flatMap(Stream::of).toArray(String[]::new);
        return seeds(all).findValuesAsText("learner").stream()
                .map(learner -> learner.replaceFirst(".*seed: ([0-9]+).*", "$1"))
                .toList();
    }
}
