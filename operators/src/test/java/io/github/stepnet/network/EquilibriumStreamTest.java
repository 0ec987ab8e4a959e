package io.github.stepnet.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.equilibrium.Equilibrium;
import io.github.stepnet.network.equilibrium.EquilibriumModel;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.GatedMlp;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.equilibrium.ModernTied;
import io.github.stepnet.network.equilibrium.ModernTiedLayerNorm;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.network.equilibrium.ToroidalMlp;
import io.github.stepnet.network.kernel.Kernels;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model learns events as they come, one update each, and profits from where the last event settled. */
class EquilibriumStreamTest {

    private static final EquilibriumLearner XOR = of(new LoopedMlp(64, true), 4, 2);
    private static final EquilibriumLearner ATTRACTOR = of(new LoopedMlp(64, true), 20, 3);

    private static EquilibriumLearner of(EquilibriumModel model, int inputs, int classes) {
        return EquilibriumLearner.of(EquilibriumSpec.of(inputs, model, classes));
    }

    private static double accuracy(EquilibriumLearner learner, EquilibriumRun.Stream stream, int events) {
        return new EquilibriumRun(learner, Kernels.auto()).accuracy(stream, events, 7);
    }

    @Test
    void parityAndClustersAreLearned() {
        assertLearned(6_000);
    }

    /** The same as long as the issue asks for: with the profile {@code long}. */
    @Test
    @Tag("long")
    void parityAndClustersStayLearnedOverFiftyThousandEvents() {
        assertLearned(50_000);
    }

    private static void assertLearned(int events) {
        double xor = accuracy(XOR, EquilibriumRun::xor, events);
        assertTrue(xor >= 0.93, "XOR-4: " + xor);
        double attractor = accuracy(ATTRACTOR, EquilibriumRun::attractor, events);
        assertTrue(attractor >= 0.99, "attractor: " + attractor);
    }

    static List<EquilibriumLearner> others() {
        return List.of(
                of(ToroidalMlp.of(64, ToroidalMlp.Shift.ITERATION), 4, 2),
                of(ToroidalMlp.of(64, ToroidalMlp.Shift.EVENT), 4, 2),
                of(new GatedMlp(64), 4, 2),
                XOR.propagation(new EquilibriumPropagation.OneSided(0.1f)),
                XOR.propagation(new EquilibriumPropagation.Holomorphic(0.2f)),
                XOR.settling(Settling.standard().acceleration(Settling.Acceleration.ANDERSON)),
                nonSymmetric(new EquilibriumPropagation.Asymmetric(0.1f)),
                nonSymmetric(new EquilibriumPropagation.Adjoint(100, 1e-5f)));
    }

    private static EquilibriumLearner nonSymmetric(EquilibriumPropagation propagation) {
        return XOR.propagation(propagation).network(EquilibriumSpec.of(4, new LoopedMlp(64, false), 2));
    }

    @ParameterizedTest
    @MethodSource("others")
    void everyModelAndEstimateLearnsParity(EquilibriumLearner learner) {
        double xor = accuracy(learner, EquilibriumRun::xor, 3_000);
        assertTrue(xor >= 0.85, learner + ": " + xor);
    }

    static List<EquilibriumModel> tied() {
        return List.of(new ModernTied(32, 64), new ModernTiedLayerNorm(32, 64, 1));
    }

    @ParameterizedTest
    @MethodSource("tied")
    void tiedModelsLearnClusters(EquilibriumModel model) {
        double attractor = accuracy(of(model, 20, 3), EquilibriumRun::attractor, 2_000);
        assertTrue(attractor >= 0.99, model + ": " + attractor);
    }

    /** The table of section 7.2 of the specification: how far the state is from the event's own fixed point, relative to that. */
    @Test
    void aWarmStartSavesFourTenthsOfTheIterationsWhereEventsMoveSlowly() {
        for (double persistence : new double[] {0.9, 0.99}) {
            System.out.println(new Tracking(persistence, 0.5f));
        }
        System.out.println(new Tracking(0.99, 1));
        Tracking slow = new Tracking(0.9999, 0.5f);
        System.out.println(slow);
        for (double error : Tracking.ERRORS) {
            assertTrue(slow.iterationsWarm(error) <= 0.6 * slow.iterationsCold(error), slow::toString);
        }
    }

    /**
     * Features are an autoregression of variance 1, the norm of the weights is 0.9. Single nets save between a third and a half of
     * their iterations, so the figures are means over many.
     */
    private static final class Tracking {

        private static final int[] STEPS = {1, 2, 3, 5, 10, 20};
        private static final double[] ERRORS = {1e-4, 1e-3};
        private static final int KEYS = 64;
        private static final int EVENTS = 300;
        private static final int INPUTS = 20;

        private final double persistence;
        private final float damping;
        private final double[] warmErrors = new double[STEPS.length];
        private final double[] coldErrors = new double[STEPS.length];
        private final double[] warmIterations = new double[ERRORS.length];
        private final double[] coldIterations = new double[ERRORS.length];

        Tracking(double persistence, float damping) {
            this.persistence = persistence;
            this.damping = damping;
            for (int key = 0; key < KEYS; key++) {
                track(key);
            }
        }

        private void track(int key) {
            EquilibriumSpec spec = EquilibriumSpec.of(INPUTS, new LoopedMlp(64, true), 3)
                    .scaling(FeatureScaling.NONE)
                    .seed(key);
            EquilibriumRun run = new EquilibriumRun(
                    ATTRACTOR
                            .network(spec)
                            .settling(Settling.standard()
                                    .damping(damping)
                                    .tolerance(1e-6f)
                                    .iterations(1_000))
                            .contraction(0.9f),
                    Kernels.auto());
            Equilibrium body = run.network.body();
            body.attach(run.state);
            float[] zeros = new float[body.size()];
            float[][] afterSteps = new float[STEPS.length][body.size()];
            float[][] toError = new float[ERRORS.length][body.size()];
            float[] x = new float[INPUTS];
            SplitMix64 random = new SplitMix64(key);
            for (int event = 0; event < EVENTS; event++) {
                double fresh = event == 0 ? 1 : Math.sqrt(1 - persistence * persistence);
                for (int i = 0; i < INPUTS; i++) {
                    x[i] = (float) ((event == 0 ? 0 : persistence) * x[i] + fresh * random.nextGaussian());
                }
                body.drive(x, 0, new float[body.memory()], 0);
                body.settle(zeros, 0, false);
                float[] fixed = body.settled().clone();
                for (int k = 0; k < STEPS.length; k++) {
                    afterSteps[k] = steps(body, afterSteps[k], STEPS[k]);
                    warmErrors[k] += error(afterSteps[k], fixed) / (KEYS * EVENTS);
                    coldErrors[k] += error(steps(body, zeros, STEPS[k]), fixed) / (KEYS * EVENTS);
                }
                for (int e = 0; e < ERRORS.length; e++) {
                    warmIterations[e] += untilError(body, toError[e], fixed, ERRORS[e], toError[e]);
                    coldIterations[e] += untilError(body, zeros, fixed, ERRORS[e], new float[body.size()]);
                }
            }
        }

        private static float[] steps(Equilibrium body, float[] start, int count) {
            float[] state = start.clone();
            for (int i = 0; i < count; i++) {
                float[] next = new float[state.length];
                body.step(state, next);
                state = next;
            }
            return state;
        }

        /** Iterations, as a share of all events. */
        private static double untilError(Equilibrium body, float[] start, float[] fixed, double wanted, float[] end) {
            float[] state = start.clone();
            int iterations = 0;
            while (error(state, fixed) > wanted) {
                state = steps(body, state, 1);
                iterations++;
            }
            System.arraycopy(state, 0, end, 0, end.length);
            return (double) iterations / (KEYS * EVENTS);
        }

        private static double error(float[] state, float[] fixed) {
            double square = 0;
            double size = 0;
            for (int i = 0; i < state.length; i++) {
                square += ((double) state[i] - fixed[i]) * ((double) state[i] - fixed[i]);
                size += (double) fixed[i] * fixed[i];
            }
            return Math.sqrt(square / size);
        }

        double iterationsWarm(double error) {
            return warmIterations[error == ERRORS[0] ? 0 : 1];
        }

        double iterationsCold(double error) {
            return coldIterations[error == ERRORS[0] ? 0 : 1];
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(
                    "autocorrelation " + persistence + ", damping " + damping + ", error warm/cold after");
            for (int k = 0; k < STEPS.length; k++) {
                text.append(String.format(Locale.ROOT, " %d: %.4f/%.4f", STEPS[k], warmErrors[k], coldErrors[k]));
            }
            for (int e = 0; e < ERRORS.length; e++) {
                text.append(String.format(
                        Locale.ROOT, "; to %.0e: %.1f/%.1f", ERRORS[e], warmIterations[e], coldIterations[e]));
            }
            return text.toString();
        }
    }
}
