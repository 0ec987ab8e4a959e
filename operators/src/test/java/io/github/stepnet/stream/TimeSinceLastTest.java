package io.github.stepnet.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.PendingExample;
import io.github.stepnet.network.TemporalInputs;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.LateRun.Inspection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The time since a key's last event among the inputs of its network, through the operators. */
class TimeSinceLastTest {

    private static final int EVENTS = 120;
    /** Events that have come after one when its truth comes. */
    private static final int DELAY = 7;

    private static final NetworkLearner LEARNER = NetworkLearner.of(
            NetworkSpec.inputs(Sample.FEATURES)
                    .then(new Dense(6, Activation.TANH))
                    .then(new Dense(Sample.CLASSES))
                    .seed(4)
                    .with(TemporalInputs.none().withTimeSinceLast()),
            Adam.rate(1e-2f));

    private static List<Sample> samples(LongUnaryOperator time) {
        List<Sample> samples = new ArrayList<>();
        for (int n = 0; n < EVENTS; n++) {
            Sample sample = Sample.ofKey("k", n);
            samples.add(sample.withLabel(Math.max(0, sample.label())).at(time.applyAsLong(n)));
        }
        return samples;
    }

    /** Longer and longer gaps, some of them an hour. */
    private static long time(long n) {
        return n * n + n / 10 * 3_600_000;
    }

    private static List<List<Float>> inline(LongUnaryOperator time) throws Exception {
        try (OperatorRun run =
                OperatorRun.start(Backend.HEAP, Nets.plan(LEARNER, Nets.settings(Nets.HUGE, Settings.NO_IDLE_GAP)))) {
            for (Sample sample : samples(time)) {
                // Another key's events between these are no events of this one.
                run.send(sample.ofKey("other").at(sample.time() + 1)).send(sample);
            }
            return answers(run.predictions(), "k");
        }
    }

    private static List<List<Float>> answers(List<Prediction> predictions, String key) {
        return predictions.stream()
                .filter(prediction -> prediction.getKey().equals(key))
                .map(Prediction::getOutputs)
                .toList();
    }

    @Test
    void theGapsBetweenTheKeysEventsCountAndNotTheirTimes() throws Exception {
        List<List<Float>> answers = inline(TimeSinceLastTest::time);
        assertEquals(answers, inline(n -> time(n) + 1_000_000_007L));
        List<List<Float>> others = inline(n -> time(n) + (n < 50 ? 0 : 5_000));
        assertEquals(answers.subList(0, 50), others.subList(0, 50));
        assertNotEquals(answers.get(50), others.get(50));
    }

    /** By the bare engine: each event is kept as it was, with its gap, and taught when {@link #DELAY} more have come. */
    private static String taughtByTheEngine(List<List<Float>> answers) {
        TrackedLearner learner = new TrackedLearner(LEARNER, Nets.MILESTONES, Kernels.scalar());
        NetworkState state = learner.newState();
        Example example = learner.learner().newExample();
        Answer answer = learner.learner().newAnswer();
        List<PendingExample> pending = new ArrayList<>();
        List<Sample> samples = samples(TimeSinceLastTest::time);
        for (int n = 0; n < EVENTS; n++) {
            Nets.labels().read(samples.get(n).withLabel(-1), example);
            example.time(samples.get(n).time());
            learner.tick(state, example, answer, (k, p, a, m, l, e) -> {});
            answers.add(boxed(answer.outputs));
            pending.add(learner.learner().newPendingExample());
            learner.learner().keep(state, answer, pending.get(n));
            if (n >= DELAY) {
                float[] truth = {samples.get(n - DELAY).label()};
                learner.teach(state, pending.get(n - DELAY), truth, answer, (k, p, a, m, l, e) -> {});
            }
        }
        return parameters(learner.learner().parameters(state));
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static String parameters(float[] values) {
        return boxed(values).toString();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aLateTruthTeachesWithTheGapThatItsEventHadAlsoAfterARestore(Backend backend) throws Exception {
        List<List<Float>> expected = new ArrayList<>();
        String parameters = taughtByTheEngine(expected);
        List<Sample> samples = samples(TimeSinceLastTest::time);
        List<List<Float>> answers = new ArrayList<>();
        LateRun run = LateRun.start(backend, LEARNER, LateRun.labels());
        for (int n = 0; n < EVENTS; n++) {
            if (n % 50 == 42) {
                OperatorSubtaskState snapshot = run.snapshot();
                answers.addAll(answers(run.predictions(), "k"));
                run.close();
                run = LateRun.restore(backend, LEARNER, LateRun.labels(), snapshot);
            }
            run.send(samples.get(n));
            if (n >= DELAY) {
                run.send(Inspection.of(samples.get(n - DELAY)).at(samples.get(n).time()));
            }
        }
        answers.addAll(answers(run.predictions(), "k"));
        assertEquals(expected, answers);
        assertEquals(
                parameters,
                parameters(
                        run.operator.learner().learner().parameters(run.stored().get("k"))));
        run.close();
    }
}
