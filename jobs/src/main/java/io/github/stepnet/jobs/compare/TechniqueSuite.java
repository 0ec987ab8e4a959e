package io.github.stepnet.jobs.compare;

import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;
import static io.github.stepnet.network.layer.Activation.TANH;

import io.github.stepnet.jobs.stream.XorNoise;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.AveragedSignals;
import io.github.stepnet.network.learning.Backprop;
import io.github.stepnet.network.learning.BestState;
import io.github.stepnet.network.learning.ExplosionDetector;
import io.github.stepnet.network.learning.Frontier;
import io.github.stepnet.network.learning.LayerRates;
import io.github.stepnet.network.learning.LayerVoting;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.learning.PerturbedPasses;
import io.github.stepnet.network.learning.Pruning;
import io.github.stepnet.network.learning.Replay;
import io.github.stepnet.network.learning.Sharpening;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.learning.Tween;
import io.github.stepnet.network.learning.Unfreezing;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What every technique does to one network, 8-64-48-48-3, on the endless XorNoise stream: by backpropagation, and by the heuristic tween,
 * which the seeds meant their variants for. Adam with one rate for all; the budget counts samples, whatever a technique makes of them.
 */
final class TechniqueSuite {

    private static final NetworkSpec NETWORK = NetworkSpec.inputs(8)
            .then(new Dense(64, LEAKY_RELU))
            .then(new Dense(48, LEAKY_RELU))
            .then(new Dense(48, TANH))
            .then(new Dense(3));

    private static final float RATE = 1e-3f;
    private static final long DECAY_OVER = 20_000;
    private static final int GROUP = 32;

    private TechniqueSuite() {}

    static List<Contest> contests() {
        List<Contest> contests = new ArrayList<>();
        add(contests, "nothing", learner -> learner);
        add(contests, "cadence 32", learner -> learner.cadence(GROUP));
        add(contests, "liquid gradients", learner -> learner.shaping(new GradientShaping.Liquid()));
        add(contests, "averaged signals, 32", AveragedSignals.of(GROUP));
        add(contests, "averaged signals, by class", new AveragedSignals(GROUP, true, 0));
        add(contests, "averaged signals, adaptive", new AveragedSignals(2, true, GROUP));
        add(contests, "perturbed passes", new PerturbedPasses());
        add(contests, "layer voting", new LayerVoting());
        add(contests, "unfreezing", new Unfreezing(5_000));
        add(contests, "curriculum", LayerRates.curriculum());
        add(contests, "frontier", new Frontier(0.55f, 1_000));
        add(contests, "error-proportional", new Sharpening.ErrorProportional(0.3f));
        add(contests, "winner takes more", new Sharpening.WinnerTakesMore(1.5f, 0.7f));
        add(contests, "gap momentum", new Sharpening.GapMomentum(0.9f));
        add(contests, "temperature", new Sharpening.Temperature(0.5f));
        add(contests, "gap boost", new Sharpening.GapBoost(0.3f));
        add(contests, "pruning", new Pruning(0.1f, 1_000, 3, 1));
        add(contests, "best state", new BestState(500, 0.05f));
        add(contests, "explosion detector", new ExplosionDetector());
        add(contests, "replay, uniform", new Replay(1_000, 1, Replay.Keep.UNIFORM));
        add(contests, "replay, balanced", new Replay(1_000, 1, Replay.Keep.BALANCED));
        add(contests, "replay, recent", new Replay(1_000, 1, Replay.Keep.RECENT));
        return contests;
    }

    private static void add(List<Contest> contests, String name, Technique technique) {
        add(contests, name, learner -> learner.techniques(technique));
    }

    private static void add(List<Contest> contests, String name, UnaryOperator<NetworkLearner> change) {
        for (LearningRule rule : List.of(new Backprop(), new Tween())) {
            NetworkLearner learner = NetworkLearner.of(NETWORK, Adam.rate(RATE).decayingOver(DECAY_OVER))
                    .rule(rule);
            contests.add(new Contest(
                    name, rule.getClass().getSimpleName(), change.apply(learner), seed -> new XorNoise(1, seed)));
        }
    }
}
