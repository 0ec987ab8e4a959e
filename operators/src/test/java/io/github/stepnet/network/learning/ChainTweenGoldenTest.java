package io.github.stepnet.network.learning;

import static io.github.stepnet.network.SeedVectors.w;
import static io.github.stepnet.network.SeedVectors.x;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Execution;
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
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.TweenMomentum;
import io.github.stepnet.network.plan.Gradient;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Places;
import io.github.stepnet.network.plan.Plan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Appendix A1 of the stepping specification: the numbers were printed by the original program (commit 4919c4f) for the net
 * 2-4-3-2 with leaky ReLU, tanh and sigmoid, input x(2), class 1, rate 0.15, in its default configuration.
 */
class ChainTweenGoldenTest {

    private static final float TOLERANCE = 1e-5f;
    private static final float RATE = 0.15f;

    private static final NetworkSpec SPEC = NetworkSpec.inputs(2)
            .then(new Dense(4, Activation.LEAKY_RELU))
            .then(new Dense(3, Activation.TANH))
            .then(new Dense(2, Activation.SIGMOID))
            .loss(Loss.oneHotSquaredError())
            .scaling(FeatureScaling.NONE);

    private final Kernel kernel = ScalarKernel.INSTANCE;
    private Network network;
    private NetworkState state;
    private Example example;
    private Answer answer;

    @BeforeEach
    void buildTheNetOfTheAppendix() {
        build(Execution.SWEEP);
    }

    private void build(Execution execution) {
        StateLayout layout = new StateLayout();
        network = NetworkLearner.of(SPEC, TweenMomentum.rate(RATE))
                .rule(ChainTween.compatible())
                .execution(execution)
                .compile(layout, kernel);
        state = layout.newState();
        network.initialize(state);
        SeedVectors.set(network, state, 0, w(8, 0), w(4, 1));
        SeedVectors.set(network, state, 1, w(12, 0.3), w(3, 1.3));
        SeedVectors.set(network, state, 2, w(6, 0.6), w(2, 1.6));
        example = network.newExample();
        answer = network.newAnswer();
        System.arraycopy(x(2), 0, example.features, 0, 2);
    }

    @Test
    void activationsAndChainGradientsOfEveryWireMatch() {
        Plan plan = network.plan();
        Pass pass = Pass.aside(plan, kernel, new Places(network.parametersAt(), 0, new Gradient(plan, kernel)));
        pass.attach(state);
        pass.aim(0);
        System.arraycopy(example.features, 0, pass.values(), pass.valueAt(plan.input(), 0), 2);
        pass.forward();

        assertValue(pass, plan.wires().get(1), .735908f, .743026f, .400688f, -.013010f);
        assertValue(pass, plan.wires().get(2), .535049f, .263554f, -.182235f);
        assertValue(pass, plan.output(), .681681f, .591680f);

        OneHotSquaredError loss = new OneHotSquaredError();
        int rawAt = pass.valueAt(plan.output(), 0);
        loss.gradient(
                2,
                pass.values(),
                rawAt,
                new float[2],
                0,
                new float[] {1},
                0,
                pass.signals(),
                pass.signalAt(plan.output()));
        pass.gradient().clear();
        ChainTween.compatible().bind(plan).run(pass);

        assertChainGradient(pass, plan.output(), -.681681f, .408320f);
        assertChainGradient(pass, plan.wires().get(2), -.019687f, -.032662f, .008584f);
        assertChainGradient(pass, plan.wires().get(1), -.012744f, .003467f, .009244f, -.012800f);
        float sumOfSquares = 2f * loss.value(2, pass.values(), rawAt, new float[2], 0, new float[] {1}, 0);
        assertEquals(.631414f, sumOfSquares, TOLERANCE);
    }

    @Test
    void weightsAndBiasesMatchAfterOneStepAndAfterTwo() {
        example.label(1);
        network.tick(state, example, answer);

        assertParameters(
                2, new float[] {.480537f, .455473f, .213078f, -.127364f, -.408716f, -.498363f}, .349642f, .085970f);
        assertParameters(
                1,
                new float[] {
                    .420547f, .495425f, .337843f, .020600f, -.306340f, -.488653f, -.441830f, -.187160f, .155831f,
                    .425222f, .494686f, .331483f
                },
                .452084f,
                .208160f,
                -.126261f);
        assertParameters(
                0,
                new float[] {.321938f, .492771f, .431729f, .167477f, -.175329f, -.435805f, -.491272f, -.315627f},
                .493080f,
                .338480f,
                .022787f,
                -.306205f);

        network.tick(state, example, answer);
        assertArrayEquals(
                new float[] {.478185f, .457025f, .211934f, -.126609f, -.407913f, -.498892f},
                SeedVectors.weights(network, state, 2),
                TOLERANCE);
    }

    @Test
    void inStepTheFirstAnswerIsTheSweepsAndComesAtTheThirdTick() {
        build(Execution.STEP);
        example.unlabelled();
        for (int tick = 1; tick <= 3; tick++) {
            network.tick(state, example, answer);
            assertEquals(tick == 3, answer.present, "answer at tick " + tick);
        }
        float sum = .681681f + .591680f;
        assertArrayEquals(new float[] {.681681f / sum, .591680f / sum}, answer.outputs, TOLERANCE);
    }

    /** The backward half of the appendix's stepping: exact gradients, then each array of weights rescaled for itself. */
    @Test
    void exactGradientsMatchAndSoDoLiquidOnes() {
        Plan plan = network.plan();
        Gradient gradient = new Gradient(plan, kernel);
        Pass pass = Pass.aside(plan, kernel, new Places(network.parametersAt(), 0, gradient));
        pass.attach(state);
        pass.aim(0);
        System.arraycopy(example.features, 0, pass.values(), pass.valueAt(plan.input(), 0), 2);
        pass.forward();
        pass.signals()[pass.signalAt(plan.output())] = 0.3f;
        pass.signals()[pass.signalAt(plan.output()) + 1] = -0.2f;
        gradient.clear();
        new Backprop().bind(plan).run(pass);

        assertGradient(gradient, 2, .034830f, -.025853f, .017157f, -.012735f, -.011863f, .008805f);
        assertGradient(gradient, 0, .006993f, -.002713f, -.004253f, .000701f, -.002556f, .000992f, .001555f, -.000256f);
        new GradientShaping.Liquid()
                .bind(plan.trainedParameters(), plan.parameterFloats())
                .shape(kernel, gradient.floats());
        assertGradient(gradient, 2, .035401f, -.026042f, .017132f, -.012660f, -.011784f, .008720f);
        assertGradient(gradient, 0, .007024f, -.002714f, -.004261f, .000700f, -.002556f, .000990f, .001553f, -.000256f);
        int biases = ((StageNode) plan.nodes().get(2)).parametersAt() + 6;
        assertEquals(.065644f, gradient.floats()[biases], TOLERANCE);
        assertEquals(-.047914f, gradient.floats()[biases + 1], TOLERANCE);
    }

    private void assertGradient(Gradient gradient, int layer, float... expected) {
        StageNode node = (StageNode) network.plan().nodes().get(layer);
        int n = node.stage().input().floats();
        int m = node.stage().output().floats();
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < m; o++) {
                float actual = gradient.floats()[node.parametersAt() + Kernel.weightIndex(n, m, i, o)];
                assertEquals(expected[i * m + o], actual, TOLERANCE, "layer " + layer + ", weight " + i + ", " + o);
            }
        }
    }

    @Test
    void theDepthScaleFollowsItsTable() {
        ChainTween rule = new ChainTween();
        int[] distance = {0, 1, 2, 5, 10, 11, 14, 18, 19};
        double[] scale = {1, 1.2, 1.44, 2.48832, 6.19174, 7.0258, 8.3033, 9.2425, 9.4218};
        for (int i = 0; i < distance.length; i++) {
            assertEquals(scale[i], rule.depthScale(distance[i]), 1e-4, "distance " + distance[i]);
        }
    }

    private void assertValue(Pass pass, Wire wire, float... expected) {
        float[] actual = new float[expected.length];
        System.arraycopy(pass.values(), pass.valueAt(wire, 0), actual, 0, actual.length);
        assertArrayEquals(expected, actual, TOLERANCE);
    }

    private void assertChainGradient(Pass pass, Wire wire, float... expected) {
        float[] actual = new float[expected.length];
        for (int i = 0; i < actual.length; i++) {
            actual[i] = -pass.signals()[pass.signalAt(wire) + i];
        }
        assertArrayEquals(expected, actual, TOLERANCE);
    }

    private void assertParameters(int layer, float[] weights, float... biases) {
        assertArrayEquals(weights, SeedVectors.weights(network, state, layer), TOLERANCE, "weights of layer " + layer);
        assertArrayEquals(biases, SeedVectors.biases(network, state, layer), TOLERANCE, "biases of layer " + layer);
    }
}
