package io.github.stepnet.network.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.LayerSpec;
import io.github.stepnet.network.learning.AveragedSignals;
import io.github.stepnet.network.learning.BestState;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.learning.Drift;
import io.github.stepnet.network.learning.DriftResponse;
import io.github.stepnet.network.learning.DriftWatch;
import io.github.stepnet.network.learning.ExplosionDetector;
import io.github.stepnet.network.learning.Frontier;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.loss.Huber;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Schedule;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.network.progress.drift.Ddm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecReaderTest {

    record Everything(
            String name,
            Optional<String> group,
            @Default("[]") List<Integer> sizes,
            @Default("{}") Map<String, String> properties,
            @Default("5s") Duration idle,
            @Default("0.5") double share,
            @Default("true") boolean on) {}

    record Narrow(NetworkSpec network) {
        Narrow {
            if (network.layers().size() > 1) {
                throw new IllegalArgumentException("Narrow.network.layers[1].dense is too many; keep one layer");
            }
        }
    }

    record Odd(@Default("1") int n) {
        Odd {
            throw new IllegalArgumentException("three is a crowd");
        }
    }

    sealed interface Heads {}

    @Unnamed
    record OneHead(NetworkSpec network) implements Heads {}

    @Unnamed
    record ManyHeads(
            Map<String, NetworkSpec> heads, @Default("none") String main) implements Heads {
        ManyHeads {
            for (String head : heads.keySet()) {
                if (heads.get(head).layers().isEmpty()) {
                    throw new IllegalArgumentException(
                            "ManyHeads.heads[\"" + head + "\"].layers is empty; add at least one");
                }
            }
        }
    }

    record Body(Heads heads) {}

    private static <T> T read(Class<T> type, String text) {
        return SpecReader.read(FlowText.parse("spec", text), type);
    }

    private static String message(Class<?> type, String text) {
        return assertThrows(SpecException.class, () -> read(type, text)).getMessage();
    }

    @Test
    void aNetworkIsReadWithItsDefaults() {
        assertEquals(
                NetworkSpec.inputs(8)
                        .then(new Dense(64, Activation.LEAKY_RELU))
                        .then(new Dense(3))
                        .seed(42),
                read(
                        NetworkSpec.class,
                        "{inputs: 8, layers: [{dense: {outputs: 64, activation: leaky-relu}}, {dense: {outputs: 3}}], seed: 42}"));
    }

    @Test
    void unnamedVariantsAreToldByTheirKeys() {
        NetworkSpec network = NetworkSpec.inputs(1).then(new Dense(2));
        String text = "{inputs: 1, layers: [{dense: {outputs: 2}}]}";
        for (Body body :
                List.of(new Body(new OneHead(network)), new Body(new ManyHeads(Map.of("Type-7", network), "Type-7")))) {
            assertEquals(body, read(Body.class, CanonicalText.of(body)));
        }
        assertEquals(new Body(new OneHead(network)), read(Body.class, "{heads: " + text + "}"));
        assertEquals(
                new Body(new ManyHeads(Map.of("Type-7", network), "none")),
                read(Body.class, "{heads: {heads: {Type-7: " + text + "}}}"));
    }

    @Test
    void aMistakeInAnUnnamedVariantHasThePathOfTheText() {
        assertSays("heads.inputs is \"x\"; allowed: a whole number", "{heads: {inputs: x, layers: []}}");
        assertSays(
                "heads.heads.Type-7.layers is empty; add at least one",
                "{heads: {heads: {Type-7: {inputs: 1, layers: []}}}}");
        assertSays(
                "heads has the key \"mian\"; allowed: heads, main; did you mean main?",
                "{heads: {mian: x, heads: {}}}");
        assertSays("heads is \"3\"; allowed: a map, such as {key: value}", "{heads: 3}");
    }

    private static void assertSays(String expected, String text) {
        assertEquals(expected, message(Body.class, text).replaceFirst("^spec:[0-9]+: ", ""));
    }

    @Test
    void aVariantWhoseComponentsHaveDefaultsMayBeABareWord() {
        assertEquals(new ChainTween(), read(LearningRule.class, "chain-tween"));
        assertEquals(new ChainTween(), read(LearningRule.class, "{chain-tween: }"));
        assertEquals(new ChainTween(), read(LearningRule.class, "{chain-tween: {}}"));
        assertEquals(new Huber(1f), read(Loss.class, "huber"));
    }

    @Test
    void techniquesAreNamedLikeTheirRecords() {
        assertEquals(new Frontier(), read(Technique.class, "frontier"));
        assertEquals(new BestState(200, 0.05f), read(Technique.class, "{best-state: {window: 200}}"));
        assertEquals(
                new AveragedSignals(4, true, 16),
                read(Technique.class, "{averaged-signals: {channels: 4, class-aware: true, most-channels: 16}}"));
        assertEquals(new ExplosionDetector(), read(Technique.class, "explosion-detector"));
        assertEquals(new Drift(new DriftResponse.None()), read(Technique.class, "drift"));
        assertEquals(
                new Drift(new DriftWatch.Inputs(), new DriftResponse.RaiseRate(2f, 2000)),
                read(Technique.class, "{drift: {watch: inputs, response: {raise-rate: {factor: 2}}}}"));
        assertEquals(
                new Drift(new DriftWatch.Errors(new Ddm()), new DriftResponse.RollBack(100)),
                read(
                        Technique.class,
                        "{drift: {watch: {errors: {detector: ddm}}, response: {roll-back: {every: 100}}}}"));
        assertEquals(
                "spec:49: averaged-signals.most-channels is 3; it must be within [4, 10000] samples, or 0 for a number that stays",
                message(Technique.class, "{averaged-signals: {channels: 4, most-channels: 3}}"));
    }

    @Test
    void aRateMayBeANumberAndMayDecayBesideIt() {
        assertEquals(Sgd.rate(0.1f), read(Optimizer.class, "{sgd: {rate: 0.1}}"));
        assertEquals(
                Adam.rate(0.001f).withRate(new Schedule.InverseSquareRoot(0.001f, 20_000)),
                read(Optimizer.class, "{adam: {rate: 1e-3, decay-over: 20000}}"));
        assertEquals(
                Adam.rate(0.001f).withRate(new Schedule.InverseSquareRoot(0.001f, 20_000)),
                read(Optimizer.class, "{adam: {rate: {inverse-square-root: {rate: 0.001, over: 20000}}}}"));
    }

    @Test
    void everyKindOfComponentIsRead() {
        assertEquals(
                new Everything("a", Optional.empty(), List.of(), Map.of(), Duration.ofSeconds(5), 0.5, true),
                read(Everything.class, "{name: a}"));
        assertEquals(
                new Everything(
                        "true \"x\"",
                        Optional.of("g"),
                        List.of(1, -2),
                        Map.of("a.b", "1", "a.d", "2", "c", "x: y"),
                        Duration.ofMinutes(15),
                        Double.NEGATIVE_INFINITY,
                        false),
                read(
                        Everything.class,
                        "{name: \"true \\\"x\\\"\", group: g, sizes: [1, -2], properties: {a.b: 1, a: {d: 2}, c: \"x: y\"}, idle: 15 min, "
                                + "share: -.inf, on: false}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{every: 20%}", "{every: 20}", "{every: 20 %}"})
    void percentMayBeWrittenWithItsSign(String text) {
        assertEquals(Milestones.every(20), read(Milestones.class, text));
    }

    @Test
    void everyKindOfLayerIsReadFromItsEssentials() {
        NetworkSpec network = read(
                NetworkSpec.class,
                "{inputs: 64, unscaled: [0], layers: [{reshape: [1, 8, 8]}, {conv2d: {filters: 8, kernel: 3, activation: leaky-relu}},"
                        + " {reshape: [8, 36]}, {conv1d: {filters: 4, kernel: 5}}, {stepwise-dense: {outputs: 8}}, {rnn: {outputs: 8}},"
                        + " {multi-head-attention: {heads: 2}}, layer-norm, {lstm: {outputs: 6, last-step: true}},"
                        + " {gru: {outputs: 8, carried: true}}, {multi-head-attention: {heads: 2, window: 4}}, rms-norm,"
                        + " {swi-glu: {hidden: 12}}, {residual: {block: {sequential: {layers: [layer-norm, {dense: {outputs: 8}}]}}}},"
                        + " {parallel: {branches: [{dense: {outputs: 4}}, {kmeans: {clusters: 4}}], combine: {gate: {top: 1}}}},"
                        + " {grid: {rows: 1, columns: 2, layers: [{dense: {outputs: 4}}, softmax]}}, {frozen: {layer: {dense: {outputs: 3}}}}]}");
        assertEquals(17, network.layers().size());
        assertEquals(3, network.plan().output().floats());
    }

    @Test
    void aWrongWordSaysWhatIsAllowedAndWhatIsNear() {
        assertEquals(
                "spec:35: dense.activation is \"leakyrelu\"; allowed: identity, relu, scaled-relu, leaky-relu, sigmoid, tanh,"
                        + " softplus, gelu, silu; did you mean leaky-relu?",
                message(LayerSpec.class, "{dense: {outputs: 64, activation: leakyrelu}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {dense: {outputs: 64, activaton: relu}} | spec:23: dense has the key "activaton"; allowed: outputs, activation, initializer; did you mean activation?
                    {dense: {outputs: 64, zzz: relu}}       | spec:23: dense has the key "zzz"; allowed: outputs, activation, initializer
                    {dense: {activation: relu}}             | spec:9: dense lacks the key "outputs"; required: outputs
                    {dense: {outputs: 1, outputs: 2}}       | spec:22: dense has the key "outputs" twice; allowed: once; the first is at spec:10
                    {dense: {outputs: many}}                | spec:19: dense.outputs is "many"; allowed: a whole number
                    {dense: {outputs: 1.5}}                 | spec:19: dense.outputs is "1.5"; allowed: a whole number
                    {dense: {outputs: 3000000000}}          | spec:19: dense.outputs is "3000000000"; allowed: a whole number from -2147483648 to 2147483647
                    {dense: {outputs: [1]}}                 | spec:19: dense.outputs is a list; allowed: a single value
                    {dense: {outputs: }}                    | spec:19: dense.outputs is empty; allowed: a single value
                    {dense: {outputs: 0}}                   | spec:19: dense.outputs is 0; it must be at least 1
                    {dense: {outputs: 1}, convolution: {}}         | spec:1: the text has the keys dense, convolution side by side; allowed: one of LAYERS, with all that belongs to it below it
                    {dens: {outputs: 1}}                    | spec:2: the text has the key "dens"; allowed: LAYERS; did you mean dense?
                    dense                                   | spec:1: the text is "dense" and lacks the key "outputs"; required: outputs
                    [dense]                                 | spec:1: the text is a list; allowed: LAYERS
                    {}                                      | spec:1: the text is an empty map; allowed: one of LAYERS, with all that belongs to it below it
                    {custom-layer: {}}                      | spec:2: the text has the key "custom-layer"; allowed: LAYERS
                    """)
    void aLayerThatIsWrongSaysWhereAndHow(String text, String message) {
        String layers = String.join(", ", Family.of(LayerSpec.class).variants().keySet());
        assertEquals(message.replace("LAYERS", layers), message(LayerSpec.class, text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {adam: {rate: fast}}                                | spec:15: adam.rate is "fast"; allowed: a number, such as 0.5 or 1e-3
                    {adam: {rate: NaN}}                                 | spec:15: adam.rate is "NaN"; allowed: a number, such as 0.5 or 1e-3
                    {adam: {rate: 1e99}}                                | spec:15: adam.rate is "1e99"; allowed: a number of at most 3.4e38 in size, or .inf
                    {adam: {rate: -1}}                                  | spec:15: adam.rate is -1.0; it must be above 0 and finite
                    {adam: {rate: 1, decay-over: 0}}                    | spec:30: adam.decay-over is 0; it must be at least 1 update
                    {adam: {decay-over: 5}}                             | spec:21: adam.decay-over stands beside no rate; allowed: decay-over beside a rate that is a single value
                    {adam: {rate: {constant: {rate: 1}}, decay-over: 5}} | spec:50: adam.decay-over stands beside a rate that is a map; allowed: decay-over beside a rate that is a single value
                    {adam: {rate: 1, beta1: 1}}                         | spec:25: adam.beta1 is 1.0; it must be within [0, 1)
                    {adam: {rate: {step: {rate: 1}}}}                   | spec:22: adam.rate.step lacks the key "every"; required: rate, every
                    adam                                                | spec:1: the text is "adam" and lacks the key "rate"; required: rate
                    """)
    void anOptimizerThatIsWrongSaysWhereAndHow(String text, String message) {
        assertEquals(message, message(Optimizer.class, text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {name: a, on: yes}           | spec:15: on is "yes"; allowed: true, false
                    {name: a, idle: 5}           | spec:17: idle is "5"; allowed: a duration such as 5s, in one of the units d, h, min, s, ms, us, ns
                    {name: a, sizes: 3}          | spec:18: sizes is "3"; allowed: a list, such as [a, b]
                    {name: a, sizes: [1, x]}     | spec:22: sizes[1] is "x"; allowed: a whole number
                    {name: a, properties: [a]}   | spec:23: properties is a list; allowed: a map, such as {key: value}
                    {name: a, properties: {k: []}} | spec:27: properties.k is a list; allowed: a single value
                    """)
    void anyComponentThatIsWrongSaysWhereAndHow(String text, String message) {
        assertEquals(message, message(Everything.class, text));
    }

    @Test
    void aConstructorMayPointDeeperIntoTheText() {
        assertEquals(
                "spec:63: network.layers[1].dense is too many; keep one layer",
                message(
                        Narrow.class,
                        "{network: {inputs: 8, layers: [{dense: {outputs: 4}}, {dense: {outputs: 4}}]}}"));
    }

    @Test
    void aRefusalThatNamesNoComponentKeepsItsWords() {
        assertEquals("spec:1: the text is refused: three is a crowd", message(Odd.class, "{n: 3}"));
    }

    @Test
    void aTextThatCannotBeParsedSaysWhere() {
        assertEquals("spec:6: the text has the end here; allowed: \",\"", message(GradientShaping.class, "{a: 1"));
        assertEquals("spec:3: the text has \"}\" here; allowed: \":\"", message(GradientShaping.class, "{a}"));
        assertEquals("spec:10: the text has \"}\" here; allowed: \",\"", message(GradientShaping.class, "{a: [1, 2}}"));
        assertEquals(
                "spec:8: the text has the end here; allowed: a closing quote",
                message(GradientShaping.class, "{a: \"b}"));
        assertEquals("spec:8: the text has \"b\" here; allowed: the end", message(GradientShaping.class, "{a: 1} b"));
        assertEquals(
                "spec:4: the text has \"0\" here; allowed: 4 hexadecimal digits",
                message(GradientShaping.class, "\"\\u0\""));
    }
}
