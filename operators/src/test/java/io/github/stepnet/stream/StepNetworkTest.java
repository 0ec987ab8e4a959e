package io.github.stepnet.stream;

import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.CustomLearner;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.output.Outputs;
import io.github.stepnet.stream.state.NetworkStateSerializerSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StepNetworkTest {

    /** The event of the example in the Javadoc of {@link StepNetwork}. */
    private record Reading(String machine, double load, int state) {

        void readFeatures(float[] into, int offset) {
            for (int i = 0; i < 8; i++) {
                into[offset + i] = (float) load * i;
            }
        }

        int stateOrMinusOne() {
            return state;
        }
    }

    private final StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();

    private StreamNode example() {
        DataStream<Reading> readings = environment
                .fromData(new Reading("a", 1, 0), new Reading("b", 2, 1))
                .name("readings");
        Sink<Prediction> predictions = new DiscardingSink<>();
        Sink<DeadLetter> deadLetters = new DiscardingSink<>();

        StepNetwork<Reading> wear = StepNetwork.<Reading>builder()
                .features(8, Reading::readFeatures)
                .label(3, Reading::stateOrMinusOne)
                .network(NetworkSpec.inputs(8)
                        .then(new Dense(64, LEAKY_RELU))
                        .then(new Dense(48, LEAKY_RELU))
                        .then(new Dense(3))
                        .loss(Loss.softmaxCrossEntropy())
                        .seed(42))
                .learning(new ChainTween(), Adam.rate(1e-3f).decayingOver(20_000))
                .execution(Execution.STEP)
                .milestones(Milestones.everyTenPercent().overLast(500))
                .uidPrefix("wear")
                .build();

        LearnedStream out = wear.applyTo(readings.keyBy(Reading::machine));
        out.predictions().sinkTo(predictions);
        out.milestones().print();
        out.deadLetters().sinkTo(deadLetters);

        return operatorNode();
    }

    private StreamNode operatorNode() {
        return environment.getStreamGraph(false).getStreamNodes().stream()
                .filter(node -> node.getOperatorName().endsWith("network"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theExampleInTheJavadocIsTheCodeOfThisTest() throws IOException {
        String folder = "java/io/github/stepnet/stream/";
        String javadoc = Files.readString(Path.of("src/main/" + folder + "StepNetwork.java"));
        String example = javadoc.substring(javadoc.indexOf("{@code") + 6, javadoc.indexOf("}</pre>"));
        String here = Files.readString(Path.of("src/test/" + folder + "StepNetworkTest.java"));
        assertTrue(
                withoutLayout(here).contains(withoutLayout(example)),
                "the Javadoc of StepNetwork says\n" + example + "\nwhich is not what example() of this test does");
    }

    private static String withoutLayout(String code) {
        return code.lines()
                .map(line -> line.strip().startsWith("*") ? line.strip().substring(1) : line)
                .collect(Collectors.joining())
                .replaceAll("\\s", "");
    }

    @Test
    void uidNameAndMaximumParallelismArePublicApi() {
        StreamNode node = example();
        assertEquals("wear-network", node.getTransformationUID());
        assertEquals("wear network", node.getOperatorName());
        assertEquals(720, node.getMaxParallelism());
        assertEquals("network", StepNetworkOperator.STATE_NAME);
        assertEquals("stepnet-milestones", Outputs.MILESTONES.getId());
        assertEquals("stepnet-layer-health", Outputs.LAYER_HEALTH.getId());
        assertEquals("stepnet-learning-events", Outputs.LEARNING_EVENTS.getId());
        assertEquals("stepnet-model-snapshots", Outputs.MODEL_SNAPSHOTS.getId());
        assertEquals("stepnet-dead-letters", Outputs.DEAD_LETTERS.getId());
        assertEquals("io.github.stepnet.stream.state.NetworkStateSerializerSnapshot", snapshotName());
    }

    private static String snapshotName() {
        return NetworkStateSerializerSnapshot.class.getName();
    }

    @Test
    void withoutAPrefixTheUidSaysStepnet() {
        builder().build().applyTo(environment.fromData(Sample.number(0)).keyBy(Sample::key));
        assertEquals("stepnet-network", operatorNode().getTransformationUID());
    }

    @Test
    void aSweepCanEmitTheUsersOwnRecords() throws Exception {
        JoinedStream<String> out = builder()
                .predictions((event, prediction) -> event.key() + prediction.getPredictedClass(), Types.STRING)
                .build()
                .applyTo(environment.fromData(Sample.number(0)).keyBy(Sample::key));
        assertEquals(Types.STRING, out.predictions().getType());
    }

    @Test
    void theBuildersWordsWinOverTheConfiguration() {
        Configuration job = new Configuration();
        job.set(StepNetworkOptions.KERNEL, KernelChoice.SCALAR);
        job.set(StepNetworkOptions.CACHE_BYTES, MemorySize.ofMebiBytes(5));
        job.set(StepNetworkOptions.IDLE_GAP, Duration.ofSeconds(7));
        Settings fromJob = new Settings.Given(null, null, null, null, Settings.NO_EXPIRY, false).orFrom(job);
        assertEquals(KernelChoice.SCALAR, fromJob.kernel());
        assertEquals(5 << 20, fromJob.cache().cacheBytes());
        assertEquals(32 << 20, fromJob.cache().dirtyBytes());
        assertEquals(7_000, fromJob.idleGapMillis());
        Settings given = new Settings.Given(
                        KernelChoice.AUTO,
                        new MemorySize(1_000),
                        new MemorySize(10),
                        Duration.ofMillis(3),
                        Settings.NO_EXPIRY,
                        false)
                .orFrom(job);
        assertEquals(KernelChoice.AUTO, given.kernel());
        assertEquals(1_000, given.cache().cacheBytes());
        assertEquals(10, given.cache().dirtyBytes());
        assertEquals(3, given.idleGapMillis());
    }

    private static StepNetwork.Builder<Sample> builder() {
        return StepNetwork.<Sample>builder()
                .features(4, Sample::features)
                .label(3, Sample::label)
                .network(NetworkSpec.inputs(4).then(new Dense(3)))
                .learning(new Backprop(), Sgd.rate(0.1f));
    }

    private static Arguments wrong(String message, UnaryOperator<StepNetwork.Builder<Sample>> change) {
        return Arguments.of(message, change);
    }

    static Stream<Arguments> mistakes() {
        Object notSerializable = new Object();
        return Stream.of(
                wrong(
                        "StepNetwork.features is 5 but the network has 4 inputs; make them equal",
                        b -> b.features(5, Sample::features)),
                wrong(
                        "StepNetwork.label is of 2 classes but the network answers one of 3; make them equal",
                        b -> b.label(2, Sample::label)),
                wrong(
                        "StepNetwork has both a label and a target; a network learns one of them, this one a label",
                        b -> b.target(2, Sample::target)),
                wrong(
                        "StepNetwork.target is missing; the network answers 3 values and learns from targets",
                        b -> b.network(NetworkSpec.inputs(4).then(new Dense(3)).loss(Loss.squaredError()))),
                wrong(
                        "StepNetwork.learner is given together with network, learning, shaping, execution or truncation; a"
                                + " learner says all of these itself: leave them out, or leave learner out",
                        b -> b.learner(Nets.classifier(Execution.SWEEP))),
                wrong(
                        "StepNetwork.uidPrefix is \"my net\"; use letters, digits, dots, underscores and hyphens, a letter or"
                                + " digit first",
                        b -> b.uidPrefix("my net")),
                wrong(
                        "StepNetwork.cacheBytes is 0; it must be at least 1, which keeps one network hot",
                        b -> b.cacheBytes(0)),
                wrong(
                        "idle gap is PT0S; it must be at least 1 ms of event time, or not set",
                        b -> b.idleGap(Duration.ZERO)),
                wrong(
                        "NetworkSpec.layers is empty; add at least one, such as new Dense(3)",
                        b -> b.network(NetworkSpec.inputs(4))),
                wrong(
                        "NetworkSpec.layers need more parameters than 2147483647; use fewer outputs",
                        b -> b.network(
                                NetworkSpec.inputs(4).then(new Dense(1 << 20)).then(new Dense(1 << 20)))),
                wrong(
                        "a reader given to StepNetwork cannot be sent to the cluster: java.lang.Object is not Serializable;"
                                + " use a static method or a lambda that refers to nothing outside",
                        b -> b.label(3, sample -> notSerializable.hashCode())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsFoundWhenTheNetworkIsBuilt(String message, UnaryOperator<StepNetwork.Builder<Sample>> change) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> change.apply(builder()).build());
        assertEquals(message, e.getMessage());
    }

    @Test
    void whatIsMissingIsSaid() {
        assertEquals(
                "StepNetwork.network is missing; say what every key owns: network(NetworkSpec), or learner(...)",
                message(StepNetwork.builder()));
        assertEquals(
                "StepNetwork.learning is missing; say how a network learns, such as learning(new Backprop(), Adam.rate(1e-3f))",
                message(StepNetwork.builder().network(NetworkSpec.inputs(4).then(new Dense(3)))));
        assertEquals(
                "StepNetwork.features is missing; say how an event's 4 features are read",
                message(StepNetwork.builder().learner(Nets.classifier(Execution.SWEEP))));
        assertEquals(
                "StepNetwork.label is missing; the network answers one of 3 classes and learns from labels",
                message(StepNetwork.<Sample>builder()
                        .learner(Nets.classifier(Execution.SWEEP))
                        .features(4, Sample::features)));
    }

    private static String message(StepNetwork.Builder<?> builder) {
        return assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    }

    /** A network with much else to remember. */
    private record Hoarder(NetworkLearner network, int floats) implements CustomLearner {

        @Override
        public int inputs() {
            return network.inputs();
        }

        @Override
        public Loss.Task task() {
            return network.task();
        }

        @Override
        public int answers() {
            return network.answers();
        }

        @Override
        public Learner compile(StateLayout layout, Kernel kernel) {
            Learner learner = network.compile(layout, kernel);
            layout.reserveFloats(floats);
            return learner;
        }

        @Override
        public String canonicalText() {
            return "{hoarder: {}}";
        }
    }

    @Test
    void aStateTooLongForAStateBackendIsRefusedBeforeItIsMade() {
        StepNetwork.Builder<Sample> builder =
                StepNetwork.<Sample>builder().features(4, Sample::features).label(3, Sample::label);
        builder.learner(new Hoarder(Nets.classifier(Execution.SWEEP), 400_000_000))
                .build();
        builder.learner(new Hoarder(Nets.classifier(Execution.SWEEP), 600_000_000));
        String message = message(builder);
        assertTrue(message.startsWith("a network's state of "), message);
        assertTrue(message.endsWith(" bytes; it must be at most 2147483639, use smaller layers"), message);
    }

    @Test
    void aMeshCannotJoinPredictionsWithTheirEvents() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> StepNetwork.<Sample>builder()
                        .features(4, Sample::features)
                        .label(3, Sample::label)
                        .learner(Nets.classifier(Execution.STEP))
                        .predictions((event, prediction) -> event.id(), Types.STRING)
                        .build());
        assertTrue(e.getMessage().contains("use execution SWEEP"), e.getMessage());
    }
}
