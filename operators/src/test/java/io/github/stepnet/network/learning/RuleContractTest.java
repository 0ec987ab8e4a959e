package io.github.stepnet.network.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Allocations;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Conv2d;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.LayerNorm;
import io.github.stepnet.network.layer.Lstm;
import io.github.stepnet.network.layer.MultiHeadAttention;
import io.github.stepnet.network.layer.Reshape;
import io.github.stepnet.network.layer.Rnn;
import io.github.stepnet.network.layer.SwiGlu;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Momentum;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.RmsProp;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.optimizer.TweenMomentum;
import io.github.stepnet.network.plan.Gradient;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Places;
import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.progress.drift.Ddm;
import io.github.stepnet.network.progress.drift.PageHinkley;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every rule owes with every optimiser in both executions, and how near each is to the exact gradient. */
class RuleContractTest {

    private static final NetworkSpec SPEC = NetworkSpec.inputs(4)
            .then(new Dense(9, Activation.LEAKY_RELU))
            .then(new Dense(6, Activation.TANH))
            .then(new Dense(6, Activation.TANH))
            .then(new Dense(3))
            .withLinearSkip()
            .seed(5);

    static List<LearningRule> rules() {
        return List.of(new Backprop(), new ChainTween(), ChainTween.compatible(), new Tween());
    }

    static List<Optimizer> optimizers() {
        return List.of(
                Sgd.rate(0.05f).decayingOver(1000),
                Momentum.rate(0.01f),
                TweenMomentum.rate(0.05f),
                RmsProp.rate(0.002f),
                Adam.rate(0.005f),
                Adam.rate(0.005f).decayingWeights(0.01f));
    }

    static Stream<NetworkLearner> learners() {
        List<NetworkLearner> learners = new ArrayList<>();
        for (LearningRule rule : rules()) {
            for (Optimizer optimizer : optimizers()) {
                for (Execution execution : Execution.values()) {
                    learners.add(NetworkLearner.of(SPEC, optimizer).rule(rule).execution(execution));
                }
            }
        }
        learners.add(NetworkLearner.of(SPEC, Sgd.rate(0.05f)).shaping(new GradientShaping.Norm(0.5f)));
        learners.add(NetworkLearner.of(SPEC, Sgd.rate(0.05f)).shaping(new GradientShaping.Value(0.1f)));
        learners.add(NetworkLearner.of(SPEC, Adam.rate(0.005f)).shaping(new GradientShaping.Liquid()));
        for (Execution execution : List.of(Execution.SWEEP, Execution.STEP)) {
            learners.add(
                    NetworkLearner.of(SPEC, Sgd.rate(0.3f)).execution(execution).cadence(4));
            for (Technique technique : techniques()) {
                learners.add(NetworkLearner.of(SPEC, Adam.rate(0.005f))
                        .execution(execution)
                        .techniques(technique));
            }
        }
        return learners.stream();
    }

    static List<Technique> techniques() {
        return List.of(
                LayerRates.curriculum(),
                new Unfreezing(100),
                Replay.of(50),
                new Replay(50, 2, Replay.Keep.BALANCED),
                new Replay(20, 1, Replay.Keep.RECENT),
                new PerturbedPasses(),
                new Sharpening.ErrorProportional(2f),
                new Sharpening.WinnerTakesMore(1.5f, 0.7f),
                new Sharpening.GapMomentum(0.3f),
                new Sharpening.Temperature(0.5f),
                new Sharpening.GapBoost(0.3f),
                new LayerVoting(),
                new Pruning(0.999f, 50, 1, 1),
                new Frontier(0.55f, 20),
                new BestState(200, 0.1f),
                AveragedSignals.of(2),
                new AveragedSignals(2, true, 4),
                new ExplosionDetector(),
                new Drift(new DriftResponse.None()),
                new Drift(new DriftWatch.Errors(new Ddm()), new DriftResponse.RaiseRate(2f, 100)),
                new Drift(new DriftWatch.Losses(new PageHinkley()), new DriftResponse.PartialReset(1)),
                new Drift(new DriftWatch.Inputs(), new DriftResponse.RollBack(50)));
    }

    /** A subtask with one key on an endless stream: the class is the greatest of three of four features. */
    private static final class Run {
        final Network network;
        final Example example;
        final Answer answer;
        NetworkState state;
        final SplitMix64 random = new SplitMix64(77);
        int hits;

        Run(NetworkLearner learner) {
            this(learner, Kernels.auto());
        }

        Run(NetworkLearner learner, Kernel kernel) {
            StateLayout layout = new StateLayout();
            network = learner.compile(layout, kernel);
            state = layout.newState();
            network.initialize(state);
            example = network.newExample();
            answer = network.newAnswer();
        }

        void ticks(int n) {
            hits = 0;
            for (int i = 0; i < n; i++) {
                tick();
            }
        }

        void tick() {
            int label = 0;
            for (int f = 0; f < 4; f++) {
                example.features[f] = (float) (3 * random.nextDouble());
                if (f < 3 && example.features[f] > example.features[label]) {
                    label = f;
                }
            }
            example.label(label);
            network.tick(state, example, answer);
            if (answer.present && answer.predictedClass == (int) answer.truth[0]) {
                hits++;
            }
        }
    }

    @Test
    void everyPermittedRuleAndOptimiserIsHere() {
        Set<Class<?>> tried = new HashSet<>();
        rules().forEach(rule -> tried.add(rule.getClass()));
        assertEquals(Set.of(LearningRule.class.getPermittedSubclasses()), tried);
        tried.clear();
        optimizers().forEach(optimizer -> tried.add(optimizer.getClass()));
        assertEquals(Set.of(Optimizer.class.getPermittedSubclasses()), tried);
        tried.clear();
        techniques().forEach(technique -> tried.add(technique.getClass()));
        assertEquals(permitted(Technique.class), tried);
    }

    private static Set<Class<?>> permitted(Class<?> family) {
        Set<Class<?>> records = new HashSet<>();
        for (Class<?> member : family.getPermittedSubclasses()) {
            if (member.isRecord()) {
                records.add(member);
            } else if (member.isSealed()) {
                records.addAll(permitted(member));
            }
        }
        return records;
    }

    @ParameterizedTest
    @MethodSource("learners")
    void itLearnsAnEasyStream(NetworkLearner learner) {
        Run run = new Run(learner);
        run.ticks(4000);
        run.ticks(1000);
        assertTrue(run.hits > 850, run.hits + " hits of 1000");
        assertEquals(0, run.network.refusedUpdates(run.state));
    }

    @ParameterizedTest
    @MethodSource("learners")
    void stoppingAndGoingOnElsewhereChangesNoBit(NetworkLearner learner) {
        Run uninterrupted = new Run(learner);
        uninterrupted.ticks(300);
        Run stopped = new Run(learner);
        stopped.ticks(137);
        Run resumed = new Run(learner);
        new Run(learner).ticks(5);
        resumed.state = stopped.state.copy();
        resumed.random.nextLong();
        for (int i = 0; i < 137 * 4 - 1; i++) {
            resumed.random.nextLong();
        }
        resumed.ticks(163);
        assertArrayEquals(uninterrupted.state.floats, resumed.state.floats);
        assertArrayEquals(uninterrupted.state.longs, resumed.state.longs);
        assertArrayEquals(uninterrupted.state.doubles, resumed.state.doubles);
    }

    @ParameterizedTest
    @MethodSource("learners")
    void twoKeysOfASubtaskDoNotTouchEachOther(NetworkLearner learner) {
        Run alone = new Run(learner);
        alone.ticks(50);
        Run shared = new Run(learner);
        NetworkState other = shared.state.copy();
        Example strange = shared.network.newExample();
        for (int i = 0; i < 50; i++) {
            shared.tick();
            strange.features[i % 4] = 100f * i;
            strange.label(1);
            shared.network.tick(other, strange, shared.network.newAnswer());
        }
        assertArrayEquals(alone.state.floats, shared.state.floats);
        assertArrayEquals(alone.state.longs, shared.state.longs);
        assertArrayEquals(alone.state.doubles, shared.state.doubles);
    }

    /** What a tick allocates is a rule's or an optimiser's: every rule with one optimiser, every optimiser with one rule. */
    static Stream<NetworkLearner> rulesAndOptimizers() {
        return learners().filter(learner -> learner.rule() instanceof Backprop || learner.optimizer() instanceof Sgd);
    }

    @ParameterizedTest
    @MethodSource("rulesAndOptimizers")
    void aTickAllocatesNothing(NetworkLearner learner) {
        // by the vector kernel: TickAllocationTest, in a JVM whose compiler has seen little else
        Run run = new Run(learner, Kernels.scalar());
        double bytes = Allocations.perCall(20_000, run::tick);
        assertTrue(bytes < 1, bytes + " bytes per tick");
    }

    @Test
    void backpropIsTheDerivativeOfTheLossForEveryParameter() {
        NetworkLearner learner = NetworkLearner.of(SPEC.scaling(FeatureScaling.NONE), Sgd.rate(1f));
        float[] gradient = gradient(learner, new Backprop());
        Run run = new Run(learner);
        float h = 0x1p-8f;
        for (int p = 0; p < gradient.length; p++) {
            float value = run.state.floats[p];
            double above = loss(run, p, value + h);
            double below = loss(run, p, value - h);
            run.state.floats[p] = value;
            assertEquals((above - below) / (2 * h), gradient[p], 2e-3, "parameter " + p);
        }
    }

    static Stream<NetworkSpec> chains() {
        NetworkSpec start = NetworkSpec.inputs(4).scaling(FeatureScaling.NONE).seed(3);
        NetworkSpec wide = start.then(new Dense(12, Activation.TANH));
        return Stream.of(
                        SPEC.scaling(FeatureScaling.NONE),
                        wide.then(new Reshape(List.of(1, 3, 4))).then(new Conv2d(2, 2, 1, 0, Activation.TANH)),
                        wide.then(new Reshape(List.of(3, 4))).then(new Rnn(5)),
                        wide.then(new Reshape(List.of(3, 4))).then(new Lstm(5)),
                        wide.then(new Reshape(List.of(3, 4))).then(new MultiHeadAttention(2)),
                        wide.then(new LayerNorm()),
                        wide.then(new SwiGlu(6)))
                .map(spec -> spec.then(new Dense(6, Activation.LEAKY_RELU)).then(new Dense(3)));
    }

    /** On a chain of stages every one of them only multiplies the signal; the originals' conv kernels learned a random direction. */
    @ParameterizedTest
    @MethodSource("chains")
    void theChainTweenPointsAlongTheExactGradient(NetworkSpec spec) {
        NetworkLearner learner = NetworkLearner.of(spec, Sgd.rate(1f));
        float[] exact = gradient(learner, new Backprop());
        float[] chain = gradient(learner, new ChainTween());
        Plan plan = spec.plan();
        for (ParameterBlock block : plan.parameters()) {
            double dot = 0;
            double exactSquare = 0;
            double chainSquare = 0;
            for (int p = block.at(); p < block.at() + block.floats(); p++) {
                dot += (double) exact[p] * chain[p];
                exactSquare += (double) exact[p] * exact[p];
                chainSquare += (double) chain[p] * chain[p];
            }
            if (exactSquare > 1e-12) {
                assertEquals(1.0, dot / Math.sqrt(exactSquare * chainSquare), 1e-4, block.name());
            }
        }
        assertFalse(Arrays.equals(exact, chain));
    }

    private static float[] gradient(NetworkLearner learner, LearningRule rule) {
        Run run = new Run(learner);
        Plan plan = run.network.plan();
        Gradient gradient = new Gradient(plan, Kernels.auto());
        Pass pass = Pass.aside(plan, Kernels.auto(), new Places(run.network.parametersAt(), 0, gradient));
        pass.attach(run.state);
        pass.aim(0);
        System.arraycopy(features(), 0, pass.values(), pass.valueAt(plan.input(), 0), 4);
        pass.forward();
        int rawAt = pass.valueAt(plan.output(), 0);
        float[] answer = new float[3];
        var loss = learner.network().loss();
        loss.answer(Kernels.auto(), 3, pass.values(), rawAt, answer, 0);
        loss.gradient(
                3, pass.values(), rawAt, answer, 0, new float[] {2}, 0, pass.signals(), pass.signalAt(plan.output()));
        pass.gradient().clear();
        rule.bind(plan).run(pass);
        return gradient.floats();
    }

    private static double loss(Run run, int parameter, float value) {
        NetworkState state = run.state.copy();
        state.floats[parameter] = value;
        System.arraycopy(features(), 0, run.example.features, 0, 4);
        run.example.label(2);
        run.network.tick(state, run.example, run.answer);
        return run.answer.loss;
    }

    private static float[] features() {
        return new float[] {0.4f, -1.2f, 0.9f, 0.3f};
    }
}
