package io.github.stepnet.network.equilibrium;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.EquilibriumLearner;
import io.github.stepnet.network.EquilibriumNetwork;
import io.github.stepnet.network.EquilibriumSpec;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.ParameterBlock;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.optimizer.Adam;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No update leaves a map that is not a contraction, by 500 power iterations of its own. */
class ProjectionTest {

    private static final int INPUTS = 4;
    private static final double BOUND = 0.95;

    /** A model, and the largest norm of its recurrent weights for what else it holds. */
    record Case(EquilibriumModel model, int columns, boolean isTied, int slots) {
        EquilibriumPropagation propagation() {
            return model.isConservative()
                    ? new EquilibriumPropagation.Centred(0.1f)
                    : new EquilibriumPropagation.Asymmetric(0.1f);
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(new LoopedMlp(16, true), 16, false, 0),
                new Case(new LoopedMlp(64, true), 64, false, 0),
                new Case(new LoopedMlp(16, false), 16, false, 0),
                new Case(new GatedMlp(16), 16, false, 0),
                new Case(ToroidalMlp.of(16, ToroidalMlp.Shift.EVENT), 16, false, 3),
                new Case(ToroidalMlp.of(16, ToroidalMlp.Shift.ITERATION), 16, false, 3),
                new Case(new ToroidalMlp(16, false, 3, 0.9f, ToroidalMlp.Shift.EVENT), 16, false, 3),
                new Case(new ModernTied(8, 24), 8, true, 0),
                new Case(new ModernTiedLayerNorm(8, 24, 1), 8, true, 0));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noUpdateLeavesTheBound(Case c) {
        EquilibriumLearner learner = EquilibriumLearner.of(EquilibriumSpec.of(INPUTS, new LoopedMlp(16, true), 2))
                .propagation(c.propagation())
                .network(EquilibriumSpec.of(INPUTS, c.model, 2))
                .optimizer(Adam.rate(0.03f));
        StateLayout layout = new StateLayout();
        EquilibriumNetwork network = learner.compile(layout, Kernels.auto());
        NetworkState state = layout.newState();
        network.initialize(state);
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        SplitMix64 random = new SplitMix64(5);
        for (int event = 0; event < 300; event++) {
            for (int i = 0; i < INPUTS; i++) {
                example.features[i] = (float) random.nextGaussian();
            }
            example.label(example.features[0] * example.features[1] > 0 ? 1 : 0);
            network.tick(state, example, answer);
            double gain = gain(c, state.floats);
            assertTrue(gain <= BOUND + 1e-6, "event " + event + ": " + gain);
        }
        assertEquals(0, network.refusedUpdates(state));
    }

    private static double gain(Case c, float[] floats) {
        List<ParameterBlock> blocks = c.model.learned(INPUTS);
        ParameterBlock weights = blocks.get(2);
        double sigma = Doubles.sigma(
                Doubles.matrix(floats, weights.at(), c.columns, weights.floats() / c.columns), c.columns, 500);
        double feedback = 0;
        for (int k = 1; k <= c.slots; k++) {
            feedback += Math.pow(0.9, k) * Math.abs(floats[blocks.get(3).at()]);
        }
        return (c.isTied ? sigma * sigma : sigma) + feedback;
    }
}
