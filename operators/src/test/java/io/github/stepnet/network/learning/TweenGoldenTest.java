package io.github.stepnet.network.learning;

import static io.github.stepnet.network.SeedVectors.w;
import static io.github.stepnet.network.SeedVectors.x;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.SeedVectors;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.layer.Wire;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.loss.OneHotSquaredError;
import io.github.stepnet.network.optimizer.Schedule;
import io.github.stepnet.network.optimizer.TweenMomentum;
import io.github.stepnet.network.plan.Gradient;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Places;
import io.github.stepnet.network.plan.Plan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The heuristic part of appendix A1 of the stepping specification: the numbers were printed by the original program (commit 4919c4f) for the
 * net 2-4-3-2 with leaky ReLU, tanh and sigmoid, input x(2), class 1, rate 0.15, without its chain rule.
 */
class TweenGoldenTest {

    private static final float TOLERANCE = 1e-5f;
    private static final TweenMomentum RATES = new TweenMomentum(new Schedule.Constant(0.0015f), 0.9f, 1f, 10f);

    private static final NetworkSpec SPEC = NetworkSpec.inputs(2)
            .then(new Dense(4, Activation.LEAKY_RELU))
            .then(new Dense(3, Activation.TANH))
            .then(new Dense(2, Activation.SIGMOID))
            .loss(Loss.oneHotSquaredError())
            .scaling(FeatureScaling.NONE);

    private final Kernel kernel = ScalarKernel.INSTANCE;
    private Network network;
    private NetworkState state;

    @BeforeEach
    void buildTheNetOfTheAppendix() {
        StateLayout layout = new StateLayout();
        network = NetworkLearner.of(SPEC, RATES).rule(Tween.asInSeeds()).compile(layout, kernel);
        state = layout.newState();
        network.initialize(state);
        SeedVectors.set(network, state, 0, w(8, 0), w(4, 1));
        SeedVectors.set(network, state, 1, w(12, 0.3), w(3, 1.3));
        SeedVectors.set(network, state, 2, w(6, 0.6), w(2, 1.6));
    }

    @Test
    void targetsAndLinkBudgetsMatch() {
        Pass pass = backward(Tween.asInSeeds());
        Plan plan = network.plan();
        assertTargets(pass, plan.output(), 0f, 1f);
        assertTargets(pass, plan.wires().get(2), .485514f, .050000f, .050000f);
        assertTargets(pass, plan.wires().get(1), .196086f, -.036347f, -.275386f, .197987f);
        assertEquals(.827747f, pass.targets().linkBudget(2), TOLERANCE);
        assertEquals(.931127f, pass.targets().linkBudget(1), TOLERANCE);
        assertEquals(.504964f, pass.targets().linkBudget(0), TOLERANCE);
    }

    @Test
    void weightsAndBiasesMatchAfterOneStepAndAfterTwo() {
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        System.arraycopy(x(2), 0, example.features, 0, 2);
        example.label(1);
        network.tick(state, example, answer);

        assertWeights(2, .481729f, .454679f, .213665f, -.127756f, -.409122f, -.498093f);
        assertBiases(2, .363508f, .076157f);
        assertBiases(1, .453931f, .210597f, -.124407f);
        assertBiases(0, .489739f, .328935f, .013159f, -.303547f);
        assertWeights(0, .322071f, .492670f, .431557f, .167509f, -.175378f, -.435768f, -.491209f, -.315639f);

        network.tick(state, example, answer);
        assertWeights(2, .481634f, .454736f, .213619f, -.127728f, -.409090f, -.498112f);
    }

    /** A stage that puts out its target already asks nothing of the stage below, however wrong the guess is. */
    @Test
    void aCorrectedTargetBelowAStageWithoutAGapIsItsInput() {
        Pass pass = forward();
        pass.gradient().clear();
        new Tween().bind(network.plan()).run(pass);
        for (Wire wire : network.plan().wires().subList(1, 3)) {
            for (int i = 0; i < wire.floats(); i++) {
                assertEquals(0f, pass.signals()[pass.signalAt(wire) + i]);
            }
        }
    }

    private Pass forward() {
        Plan plan = network.plan();
        Pass pass = Pass.aside(plan, kernel, new Places(network.parametersAt(), 0, new Gradient(plan, kernel)));
        pass.attach(state);
        pass.aim(0);
        System.arraycopy(x(2), 0, pass.values(), pass.valueAt(plan.input(), 0), 2);
        pass.forward();
        return pass;
    }

    private Pass backward(Tween rule) {
        Pass pass = forward();
        Plan plan = network.plan();
        int rawAt = pass.valueAt(plan.output(), 0);
        int signalAt = pass.signalAt(plan.output());
        new OneHotSquaredError()
                .gradient(2, pass.values(), rawAt, new float[2], 0, new float[] {1}, 0, pass.signals(), signalAt);
        pass.gradient().clear();
        rule.bind(plan).run(pass);
        return pass;
    }

    private static void assertTargets(Pass pass, Wire wire, float... expected) {
        float[] actual = new float[expected.length];
        for (int i = 0; i < actual.length; i++) {
            actual[i] = pass.values()[pass.valueAt(wire, 0) + i] - pass.signals()[pass.signalAt(wire) + i];
        }
        assertArrayEquals(expected, actual, TOLERANCE);
    }

    private void assertWeights(int layer, float... expected) {
        assertArrayEquals(expected, SeedVectors.weights(network, state, layer), TOLERANCE, "weights of layer " + layer);
    }

    private void assertBiases(int layer, float... expected) {
        assertArrayEquals(expected, SeedVectors.biases(network, state, layer), TOLERANCE, "biases of layer " + layer);
    }
}
