package io.github.stepnet.network.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.ParameterBlock.Role;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.kernel.Kernels;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every permitted optimiser. */
class OptimizerContractTest {

    private static final Kernel KERNEL = Kernels.scalar();
    private static final int PARAMETERS_AT = 3;
    private static final int PARAMETERS = 24;

    private static final ParameterBlock FIRST = new ParameterBlock("a.weights", 0, 7, Role.WEIGHT);
    private static final ParameterBlock FIRST_BIASES = new ParameterBlock("a.biases", 7, 2, Role.BIAS);
    private static final ParameterBlock GAINS = new ParameterBlock("b.gains", 9, 2, Role.GAIN);
    private static final ParameterBlock SECOND = new ParameterBlock("c.weights", 11, 10, Role.WEIGHT);
    private static final ParameterBlock SECOND_BIASES = new ParameterBlock("c.biases", 21, 3, Role.BIAS);
    private static final List<ParameterBlock> ALL = List.of(FIRST, FIRST_BIASES, GAINS, SECOND, SECOND_BIASES);

    static Stream<Optimizer> optimizers() {
        return Stream.of(
                Sgd.rate(0.1f),
                Momentum.rate(0.1f),
                new Momentum(new Schedule.Constant(0.1f), 0.5f, true),
                TweenMomentum.rate(0.1f),
                RmsProp.rate(0.1f),
                Adam.rate(0.1f),
                Adam.rate(0.1f).decayingWeights(0.5f));
    }

    @Test
    void everyPermittedOptimizerIsAmongTheExamples() {
        assertEquals(
                List.of(Optimizer.class.getPermittedSubclasses()),
                optimizers().<Class<?>>map(Optimizer::getClass).distinct().toList());
    }

    /** A key's floats: canaries, the parameters, the optimiser's runs, canaries. */
    private static float[] state(Optimizer optimizer) {
        float[] state = new float[2 * PARAMETERS_AT + PARAMETERS * (1 + optimizer.floatsPerParameter())];
        SplitMix64 random = new SplitMix64(5);
        for (int i = 0; i < PARAMETERS_AT + PARAMETERS; i++) {
            state[i] = (float) random.nextGaussian();
        }
        return state;
    }

    private static void steps(Optimizer optimizer, List<ParameterBlock> blocks, Kernel kernel, float[] state) {
        Optimizer.Step step = optimizer.bind(blocks, PARAMETERS);
        SplitMix64 random = new SplitMix64(6);
        float[] gradient = new float[PARAMETERS];
        for (int update = 0; update < 20; update++) {
            for (int i = 0; i < PARAMETERS; i++) {
                gradient[i] = (float) random.nextGaussian();
            }
            step.apply(kernel, update, 1f, gradient, state, PARAMETERS_AT, PARAMETERS_AT + PARAMETERS);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void parametersThatAreNotListedKeepTheirBits(Optimizer optimizer) {
        float[] before = state(optimizer);
        // What it once learned of a parameter stays as well.
        Arrays.fill(before, PARAMETERS_AT + PARAMETERS, before.length, 0.25f);
        float[] after = before.clone();
        steps(optimizer, List.of(FIRST_BIASES, SECOND), KERNEL, after);
        for (int run = 0; run <= optimizer.floatsPerParameter(); run++) {
            for (int i = 0; i < PARAMETERS; i++) {
                int at = PARAMETERS_AT + run * PARAMETERS + i;
                boolean isListed = (i >= 7 && i < 9) || (i >= 11 && i < 21);
                if (!isListed) {
                    assertEquals(before[at], after[at], "run " + run + ", parameter " + i);
                } else if (run == 0) {
                    assertNotEquals(before[at], after[at], "parameter " + i);
                }
            }
        }
        for (int i = 0; i < PARAMETERS_AT; i++) {
            assertEquals(before[i], after[i]);
            assertEquals(before[before.length - 1 - i], after[after.length - 1 - i]);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void blocksOneByOneAndMergedGiveTheSameBits(Optimizer optimizer) {
        float[] merged = state(optimizer);
        steps(optimizer, ALL, KERNEL, merged);
        float[] apart = state(optimizer);
        for (ParameterBlock block : ALL) {
            steps(optimizer, List.of(block), KERNEL, apart);
        }
        assertArrayEquals(apart, merged);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void adjoiningBlocksOfOneTreatmentAreOneCallOfTheKernel(Optimizer optimizer) {
        boolean asksForRoles =
                optimizer instanceof TweenMomentum || (optimizer instanceof Adam a && a.weightDecay() > 0);
        List<String> calls = new ArrayList<>();
        Kernel counting = (Kernel) Proxy.newProxyInstance(
                Kernel.class.getClassLoader(), new Class<?>[] {Kernel.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return method.invoke(KERNEL, arguments);
                });
        optimizer
                .bind(ALL, PARAMETERS)
                .apply(
                        counting,
                        0,
                        1f,
                        new float[PARAMETERS],
                        state(optimizer),
                        PARAMETERS_AT,
                        PARAMETERS_AT + PARAMETERS);
        // Weights, biases with gains, weights, biases.
        assertEquals(asksForRoles ? 4 : 1, calls.size(), calls::toString);
    }

    @Test
    void weightsAloneAreDecayedAndSmoothed() {
        for (Optimizer optimizer : List.of(
                Adam.rate(0.1f).decayingWeights(0.5f),
                new TweenMomentum(new Schedule.Constant(0.1f), 0.9f, 1f, 0.5f))) {
            float[] state = state(optimizer);
            float[] before = state.clone();
            float[] gradient = new float[PARAMETERS];
            Arrays.fill(gradient, optimizer instanceof Adam ? 0f : 1f);
            optimizer
                    .bind(ALL, PARAMETERS)
                    .apply(KERNEL, 0, 1f, gradient, state, PARAMETERS_AT, PARAMETERS_AT + PARAMETERS);
            for (ParameterBlock block : ALL) {
                int at = PARAMETERS_AT + block.at();
                boolean isWeight = block.role() == Role.WEIGHT;
                float expected = optimizer instanceof Adam
                        ? before[at] * (isWeight ? 0.95f : 1f)
                        : before[at] - (isWeight ? 0.01f : 0.05f);
                assertEquals(expected, state[at], 1e-6f, block.name());
            }
        }
    }

    /** The promise with which a step of a tame gradient need not be looked through. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void aTameGradientMovesNoParameterFurtherThan1e24(Optimizer optimizer) {
        Optimizer highest = optimizer.withRate(new Schedule.Constant(1f));
        Optimizer worst = highest instanceof Adam a ? new Adam(a.rate(), 0.9f, 0f, 1e-8f, a.weightDecay()) : highest;
        float[] state = new float[PARAMETERS * (1 + worst.floatsPerParameter())];
        float[] gradient = new float[PARAMETERS];
        Optimizer.Step step = worst.bind(ALL, PARAMETERS);
        SplitMix64 random = new SplitMix64(8);
        float[] before = new float[PARAMETERS];
        for (int update = 0; update < 1_000; update++) {
            float size = random.nextDouble() < 0.2 ? 0x1.fffffep49f : 0f;
            Arrays.fill(gradient, random.nextDouble() < 0.8 ? size : -size);
            System.arraycopy(state, 0, before, 0, PARAMETERS);
            step.apply(KERNEL, update, 1f, gradient, state, 0, PARAMETERS);
            for (int i = 0; i < PARAMETERS; i++) {
                double moved = Math.abs((double) state[i] - before[i]);
                assertTrue(moved <= 1e24, "moved by " + moved + " in update " + update);
            }
        }
    }

    static Stream<Arguments> mistakes() {
        Schedule tenth = new Schedule.Constant(0.1f);
        return Stream.of(
                mistake(
                        "Adam.epsilon is 1.0E-9; it must be at least 1.0E-8 and finite",
                        () -> new Adam(tenth, 0.9f, 0.999f, 1e-9f, 0f)),
                mistake(
                        "RmsProp.epsilon is 0.0; it must be at least 1.0E-8 and finite",
                        () -> new RmsProp(tenth, 0.99f, 0f)),
                mistake(
                        "Adam.epsilon is NaN; it must be at least 1.0E-8 and finite",
                        () -> new Adam(tenth, 0.9f, 0.999f, Float.NaN, 0f)),
                mistake(
                        "Adam.weightDecay is 10.0 at a first rate of 0.1; their product must be below 1, use a smaller one of them",
                        () -> Adam.rate(0.1f).decayingWeights(10f)),
                mistake(
                        "Adam.weightDecay is 0.5 at a first rate of 2.0; their product must be below 1, use a smaller one of them",
                        () -> Adam.rate(0.1f).decayingWeights(0.5f).withRate(new Schedule.Constant(2f))),
                mistake(
                        "Adam.weightDecay is -1.0; it must be 0 or above and finite",
                        () -> Adam.rate(0.1f).decayingWeights(-1f)),
                mistake("Momentum.momentum is 1.0; it must be within [0, 1)", () -> new Momentum(tenth, 1f, false)));
    }

    private static Arguments mistake(String message, Runnable made) {
        return Arguments.of(message, made);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aNumberOutOfItsRangeIsRefused(String message, Runnable made) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, made::run).getMessage());
    }
}
