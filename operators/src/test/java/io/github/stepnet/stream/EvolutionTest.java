package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Committee;
import io.github.stepnet.network.EquilibriumLearner;
import io.github.stepnet.network.EquilibriumSpec;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Gru;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.Replay;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Momentum;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.input.Missing;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A job that is restored with another specification: its models go on where that has one meaning, and are refused where it has not. */
class EvolutionTest {

    private static final Settings SETTINGS = Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP);
    private static final int BEFORE = 300;

    private static final NetworkLearner BASE = Nets.classifier(Execution.SWEEP);
    private static final NetworkSpec RECURRENT = NetworkSpec.inputs(Sample.FEATURES)
            .then(new Gru(5).carried(true))
            .then(new Dense(Sample.CLASSES))
            .seed(3);
    private static final NetworkLearner REMEMBERING = NetworkLearner.of(RECURRENT, Adam.rate(1e-2f));

    private static final EquilibriumLearner SETTLING = Nets.settling();

    static Stream<Arguments> changes() {
        NetworkLearner sgd = Nets.classifier(Execution.SWEEP, Sgd.rate(0.02f));
        Committee committee = Committee.of(BASE, sgd);
        return Stream.of(
                        Arguments.of("optimizer", BASE, sgd),
                        Arguments.of(
                                "momentum, as large as another",
                                sgd,
                                Nets.classifier(Execution.SWEEP, Momentum.rate(0.01f))),
                        Arguments.of("rate", BASE, Nets.classifier(Execution.SWEEP, Adam.rate(1e-3f))),
                        Arguments.of("rule", BASE, BASE.rule(new ChainTween())),
                        Arguments.of("execution", BASE, BASE.execution(Execution.STEP)),
                        Arguments.of("cadence", BASE, BASE.cadence(4)),
                        Arguments.of("techniques", BASE, BASE.techniques(Replay.of(50))),
                        Arguments.of(
                                "other techniques", BASE.techniques(Replay.of(50)), BASE.techniques(Replay.of(20))),
                        Arguments.of("hand-over", BASE, BASE.handOver(new HandOver.AfterUpdates(new ChainTween(), 5))),
                        Arguments.of("truncation", REMEMBERING, REMEMBERING.truncation(3)),
                        Arguments.of("optimizer of what settles", SETTLING, SETTLING.optimizer(Sgd.rate(0.02f))),
                        Arguments.of("cadence of what settles", SETTLING, SETTLING.cadence(4)),
                        Arguments.of(
                                "shaping of what settles", SETTLING, SETTLING.shaping(new GradientShaping.Norm(1f))),
                        Arguments.of(
                                "estimate of what settles",
                                SETTLING,
                                SETTLING.propagation(new EquilibriumPropagation.Adjoint(50, 1e-4f))
                                        .audit(10)),
                        Arguments.of("member", committee, Committee.of(BASE.rule(new ChainTween()), BASE)))
                .flatMap(change -> Stream.of(Backend.values())
                        .map(backend -> Arguments.of(change.get()[0], change.get()[1], change.get()[2], backend)));
    }

    @ParameterizedTest(name = "{0}, {3}")
    @MethodSource("changes")
    void modelsGoOnWithTheirWeights(String what, LearnerSpec before, LearnerSpec after, Backend backend)
            throws Exception {
        OperatorSubtaskState snapshot;
        List<Prediction> unchanged;
        try (OperatorRun run = OperatorRun.start(backend, Nets.plan(before, SETTINGS))) {
            snapshot = run.send(0, BEFORE).snapshot();
            unchanged = run.send(BEFORE, BEFORE + Sample.KEYS).predictions().subList(BEFORE, BEFORE + Sample.KEYS);
        }
        // One key is touched, all are written; then the rest.
        try (OperatorRun run = OperatorRun.restore(backend, Nets.plan(after, SETTINGS), snapshot)) {
            snapshot = run.send(BEFORE, BEFORE + 1).snapshot();
        }
        try (OperatorRun run = OperatorRun.restore(backend, Nets.plan(after, SETTINGS), snapshot)) {
            run.send(BEFORE + 1, BEFORE + Sample.KEYS);
            boolean isMesh = after instanceof NetworkLearner network && network.execution() == Execution.STEP;
            List<Prediction> predictions = run.predictions();
            for (int i = 0; !isMesh && i < predictions.size(); i++) {
                assertEquals(
                        unchanged.get(i + 1).getOutputs(), predictions.get(i).getOutputs(), what);
                assertEquals(unchanged.get(i + 1).getTick(), predictions.get(i).getTick(), what);
            }
            long updates = run.operator.counts().learnedEvents.getCount();
            run.send(BEFORE + Sample.KEYS, 2 * BEFORE);
            assertTrue(run.operator.counts().learnedEvents.getCount() > updates, "it goes on learning");
            assertEquals(0, run.operator.counts().rollbacks.getCount());
            run.snapshot();
        }
    }

    /** Every other change must say what it is. */
    static Stream<Arguments> refusals() {
        NetworkLearner wider = NetworkLearner.of(
                NetworkSpec.inputs(Sample.FEATURES)
                        .then(new Dense(7, Activation.LEAKY_RELU))
                        .then(new Dense(5, Activation.TANH))
                        .then(new Dense(Sample.CLASSES)),
                Adam.rate(1e-2f));
        return Stream.of(
                Arguments.of(BASE, wider, "learner.network.layers[0] was {dense: {outputs: 6, activation: leaky-relu"),
                Arguments.of(BASE.execution(Execution.STEP), BASE, "learner.execution was STEP and is SWEEP"),
                Arguments.of(BASE, Committee.of(BASE, BASE), "learner was {network-learner: "),
                Arguments.of(
                        Committee.of(BASE, BASE), Committee.of(BASE, BASE, BASE), "learner.members was 2 and is 3"),
                Arguments.of(
                        SETTLING,
                        SETTLING.network(EquilibriumSpec.of(Sample.FEATURES, new LoopedMlp(8, true), Sample.CLASSES)),
                        "learner.network.model was {toroidal-mlp: {hidden: 8"),
                Arguments.of(
                        BASE,
                        NetworkLearner.of(BASE.network().withLinearSkip(), Adam.rate(1e-2f)),
                        "learner.network.linear-skip was false and is true"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void modelsThatCannotGoOnAreRefusedWithTheFirstDifference(LearnerSpec before, LearnerSpec after, String message)
            throws Exception {
        OperatorSubtaskState snapshot;
        try (OperatorRun run = OperatorRun.start(Backend.ROCKSDB, Nets.plan(before, SETTINGS))) {
            snapshot = run.send(0, 20).snapshot();
        }
        Exception e = assertThrows(
                Exception.class, () -> OperatorRun.restore(Backend.ROCKSDB, Nets.plan(after, SETTINGS), snapshot));
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertTrue(e.getMessage().contains("uidPrefix"), e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void milestonesAndMissingFeaturesMayChange(Backend backend) throws Exception {
        OperatorSubtaskState snapshot;
        Prediction next;
        try (OperatorRun run = OperatorRun.start(backend, Nets.plan(BASE, SETTINGS))) {
            snapshot = run.send(0, BEFORE).snapshot();
            next = run.send(BEFORE, BEFORE + 1).predictions().get(BEFORE);
        }
        OperatorPlan<Sample, Prediction> changed = new OperatorPlan<>(
                BASE,
                Milestones.everyTenPercent().overLast(70),
                Health.off(),
                Snapshots.off(),
                Nets.labels().missing(Missing.MEAN),
                (event, prediction) -> prediction,
                (event, letter) -> {},
                SETTINGS);
        try (OperatorRun run = OperatorRun.restore(backend, changed, snapshot)) {
            assertEquals(
                    next.getOutputs(),
                    run.send(BEFORE, BEFORE + 1).predictions().get(0).getOutputs());
        }
    }

    /** However it settled before, a model goes on from where its last event settled. */
    @ParameterizedTest
    @EnumSource
    void aModelThatSettlesOtherwiseGoesOnFromItsSettledStates(Backend backend) throws Exception {
        OperatorSubtaskState snapshot;
        Prediction next;
        try (OperatorRun run = OperatorRun.start(backend, Nets.plan(SETTLING, SETTINGS))) {
            snapshot = run.send(0, BEFORE).snapshot();
            next = run.send(BEFORE, BEFORE + 1).predictions().get(BEFORE);
        }
        EquilibriumLearner closer =
                SETTLING.settling(Settling.standard().tolerance(1e-5f)).contraction(0.9f);
        try (OperatorRun run = OperatorRun.restore(backend, Nets.plan(closer, SETTINGS), snapshot)) {
            Prediction closely = run.send(BEFORE, BEFORE + 1).predictions().get(0);
            assertTrue(closely.getIterations() > next.getIterations(), "it settles more closely");
            for (int i = 0; i < Sample.CLASSES; i++) {
                assertEquals(next.getOutputs().get(i), closely.getOutputs().get(i), 1e-3f, "to the same state");
            }
        }
    }

    /** An optimiser that takes over counts its own steps: its first one is as that of a new model with the same weights. */
    @Test
    void anOptimizerThatTakesOverStartsItsOwnCount() throws Exception {
        NetworkLearner sgd = Nets.classifier(Execution.SWEEP, Sgd.rate(0.02f));
        OperatorSubtaskState snapshot;
        try (OperatorRun run = OperatorRun.start(Backend.HEAP, Nets.plan(sgd, SETTINGS))) {
            snapshot = run.send(0, BEFORE).snapshot();
        }
        try (OperatorRun run = OperatorRun.restore(Backend.HEAP, Nets.plan(BASE, SETTINGS), snapshot)) {
            String key = Sample.number(BEFORE).key();
            int parameters = BASE.network().plan().parameterFloats();
            float[] first = run.stored().get(key).floats.clone();
            run.send(BEFORE, BEFORE + 1).snapshot();
            float[] second = run.stored().get(key).floats;
            float largest = 0f;
            for (int i = 0; i < parameters; i++) {
                largest = Math.max(largest, Math.abs(second[i] - first[i]));
            }
            // Adam's first step is the rate, whatever the gradient; without its own count it would be three times as
            // long.
            assertEquals(1e-2f, largest, 1e-4f);
        }
    }
}
