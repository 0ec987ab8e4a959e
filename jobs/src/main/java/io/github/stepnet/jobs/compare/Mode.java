package io.github.stepnet.jobs.compare;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.learning.Tween;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Schedule;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A training mode of the seeds as a rule, an execution and a cadence, with one optimiser for all nets and depths.
 *
 * <p>The seeds' StepTween and TChain are one algorithm, and so one mode. Their TweenMomentum has one rate for all layers, which does not fit 3
 * and 20 layers alike; Adam, which divides by each gradient's size, does. Its short memory of that size (0.99) lets it follow the gradients of a deep
 * net, which change by orders of magnitude while it learns. For the same reason the chain tween works with the seeds' fan-out norm here: without it
 * the depth scale, multiplied up over 20 layers, drives every signal to its bound, where only its sign is left. Source: specification 3.13.
 */
enum Mode {
    NORMAL_BP("NormalBP", network -> NetworkLearner.of(network, Constants.STEPS)),
    NORM_TWEEN(
            "NormTween", network -> NetworkLearner.of(network, Constants.STEPS).rule(Constants.TWEEN)),
    STEP_BP("Step+BP", network -> NetworkLearner.of(network, Constants.STEPS).execution(Execution.STEP)),
    STEP_TWEEN(
            "StepTween",
            network -> NetworkLearner.of(network, Constants.STEPS)
                    .rule(Constants.TWEEN)
                    .execution(Execution.STEP)),
    BATCH_TWEEN(
            "BatchTween",
            network -> NetworkLearner.of(network, Constants.BATCH_STEPS)
                    .rule(Constants.TWEEN)
                    .cadence(Constants.BATCH)),
    STEP_BATCH(
            "StepBatch",
            network -> NetworkLearner.of(network, Constants.BATCH_STEPS)
                    .rule(Constants.TWEEN)
                    .execution(Execution.STEP)
                    .cadence(Constants.BATCH)),
    TWEEN("Tween", network -> NetworkLearner.of(network, Constants.STEPS).rule(new Tween()));

    /** As the seeds call it. */
    final String label;

    @SuppressWarnings("ImmutableEnumChecker") // the functions capture constants only
    private final Function<NetworkSpec, NetworkLearner> learner;

    Mode(String label, Function<NetworkSpec, NetworkLearner> learner) {
        this.label = label;
        this.learner = learner;
    }

    NetworkLearner learner(NetworkSpec network) {
        return learner.apply(network);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static Mode of(String label) {
        return Arrays.stream(values())
                .filter(mode -> mode.label.equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--modes names \"" + label + "\"; allowed: "
                        + Arrays.stream(values()).map(mode -> mode.label).collect(Collectors.joining(", "))));
    }

    private static final class Constants {
        static final Optimizer STEPS = new Adam(new Schedule.InverseSquareRoot(5e-4f, 10_000), 0.9f, 0.99f, 1e-8f, 0f);
        static final Optimizer BATCH_STEPS =
                new Adam(new Schedule.InverseSquareRoot(2e-3f, 1_000), 0.9f, 0.99f, 1e-8f, 0f);
        static final int BATCH = 32;
        static final ChainTween TWEEN = new ChainTween(1.2f, true, 0f, 10f);
    }
}
