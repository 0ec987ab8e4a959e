package io.github.stepnet.jobs.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Schedule;
import io.github.stepnet.network.optimizer.TweenMomentum;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** That the fleet is what a demonstration needs: soon learned by a network per machine, and not by one for all. */
class FleetLearningTest {

    private static final int MACHINES = 4;
    private static final int PHASE = 5000;
    private static final int LAST = 1000;
    private static final NetworkSpec NETWORK = NetworkSpec.inputs(8)
            .then(new Dense(64, Activation.LEAKY_RELU))
            .then(new Dense(48, Activation.LEAKY_RELU))
            .then(new Dense(3))
            .loss(Loss.softmaxCrossEntropy())
            .seed(42);
    private static final NetworkLearner ADAM =
            NetworkLearner.of(NETWORK, Adam.rate(3e-3f).withRate(new Schedule.InverseSquareRoot(3e-3f, 5000)));
    private static final NetworkLearner TWEEN = NetworkLearner.of(
                    NETWORK, TweenMomentum.rate(0.03f).withRate(new Schedule.InverseSquareRoot(0.03f, 5000)))
            .rule(new ChainTween());

    private final Fleet fleet = new Fleet(MACHINES, PHASE, 42);

    @Test
    void aNetworkPerMachineComesNearTheCeilingBeforeTheDriftAndAfterIt() {
        assertNearTheCeiling(accuracyAtTheEndOfEachPhase(ADAM, MACHINES));
    }

    @Test
    void theTweenComesNearTheCeilingAsWell() {
        assertNearTheCeiling(accuracyAtTheEndOfEachPhase(TWEEN, MACHINES));
    }

    @Test
    void oneNetworkForAllMachinesDoesNot() {
        double[] accuracy = accuracyAtTheEndOfEachPhase(ADAM, 1);
        assertTrue(accuracy[0] < 0.65 && accuracy[1] < 0.65, Arrays.toString(accuracy));
    }

    private void assertNearTheCeiling(double[] accuracy) {
        double least = fleet.ceiling() - 0.05;
        assertTrue(accuracy[0] > least && accuracy[1] > least, Arrays.toString(accuracy));
    }

    /** Machine {@code m} has network {@code m mod networks}; the mean over all machines. */
    private double[] accuracyAtTheEndOfEachPhase(NetworkLearner learner, int networks) {
        StateLayout layout = new StateLayout();
        Network network = learner.compile(layout, Kernels.scalar());
        NetworkState[] states = new NetworkState[networks];
        for (int i = 0; i < networks; i++) {
            states[i] = layout.newState();
            network.initialize(states[i]);
        }
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        double[] accuracy = new double[2];
        for (int event = 0; event < 2 * PHASE * MACHINES; event++) {
            int label = fleet.next(example.features);
            example.label(label);
            network.tick(states[fleet.key() % networks], example, answer);
            boolean counts = fleet.sequence() % PHASE >= PHASE - LAST;
            accuracy[fleet.phase()] += counts && answer.predictedClass == label ? 1.0 / (LAST * MACHINES) : 0;
        }
        return accuracy;
    }
}
