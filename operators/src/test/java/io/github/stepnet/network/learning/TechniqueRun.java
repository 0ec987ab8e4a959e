package io.github.stepnet.network.learning;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.FeatureScaling;
import io.github.stepnet.network.Network;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.layer.Activation;
import io.github.stepnet.network.layer.Dense;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One key of a network that learns with techniques. */
final class TechniqueRun {

    static final NetworkSpec SPEC = NetworkSpec.inputs(4)
            .then(new Dense(9, Activation.LEAKY_RELU))
            .then(new Dense(6, Activation.TANH))
            .then(new Dense(3))
            .scaling(FeatureScaling.NONE)
            .seed(5);

    final Network network;
    final NetworkState state;
    final Example example;
    final Answer answer;
    final SplitMix64 random = new SplitMix64(77);
    int hits;

    TechniqueRun(NetworkLearner learner) {
        StateLayout layout = new StateLayout();
        network = learner.compile(layout, Kernels.auto());
        state = layout.newState();
        network.initialize(state);
        example = network.newExample();
        answer = network.newAnswer();
    }

    /** All parameters as they are. */
    float[] parameters() {
        int at = network.parametersAt();
        return Arrays.copyOfRange(state.floats, at, at + network.plan().parameterFloats());
    }

    void features() {
        for (int f = 0; f < example.features.length; f++) {
            example.features[f] = (float) (2 * random.nextDouble() - 1);
        }
    }

    /** A tick on an easy stream: the class is the greatest of three of four features, or another one by {@code shift}. */
    void tick(int shift) {
        features();
        int greatest = 0;
        for (int f = 1; f < 3; f++) {
            greatest = example.features[f] > example.features[greatest] ? f : greatest;
        }
        tick((greatest + shift) % 3, example.features.clone());
        hits += answer.predictedClass == (int) answer.truth[0] ? 1 : 0;
    }

    void tick(int label, float... features) {
        System.arraycopy(features, 0, example.features, 0, features.length);
        example.label(label);
        network.tick(state, example, answer);
    }

    /** The value of the last tick's event of this kind, if there was one. */
    Optional<Double> told(LearningEvents.Kind kind) {
        List<Double> values = new ArrayList<>();
        for (int e = 0; answer.events != null && e < answer.events.count(); e++) {
            if (answer.events.kind(e) == kind) {
                values.add(answer.events.value(e));
            }
        }
        return values.stream().findFirst();
    }
}
