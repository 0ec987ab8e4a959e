package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;

/** One key of an equilibrium network, and the streams of section 5 of its specification. */
final class EquilibriumRun {

    final StateLayout layout = new StateLayout();
    final EquilibriumNetwork network;
    final NetworkState state;
    final Example example;
    final Answer answer;

    EquilibriumRun(EquilibriumLearner learner, Kernel kernel) {
        network = learner.compile(layout, kernel);
        state = layout.newState();
        network.initialize(state);
        example = network.newExample();
        answer = network.newAnswer();
    }

    /** Writes the next example of a stream into an {@link Example}. */
    @FunctionalInterface
    interface Stream {
        void next(Example example, SplitMix64 random);
    }

    /** The parity of four random bits. */
    static void xor(Example example, SplitMix64 random) {
        int pattern = (int) (random.nextDouble() * 16);
        for (int j = 0; j < 4; j++) {
            example.features[j] = (pattern >> j) & 1;
        }
        example.label(Integer.bitCount(pattern) % 2);
    }

    /** Points 0.3 about one of three centres of deviation 2, in 20 dimensions. */
    static void attractor(Example example, SplitMix64 random) {
        int cluster = (int) (random.nextDouble() * 3);
        SplitMix64 centre = new SplitMix64(cluster);
        for (int i = 0; i < example.features.length; i++) {
            example.features[i] = (float) (2 * centre.nextGaussian() + 0.3 * random.nextGaussian());
        }
        example.label(cluster);
    }

    /** Accuracy over the last 1,000 of so many events, each of which is answered before it teaches. */
    double accuracy(Stream stream, int events, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        int hits = 0;
        for (int event = 0; event < events; event++) {
            stream.next(example, random);
            network.tick(state, example, answer);
            hits += event >= events - 1000 && answer.predictedClass == (int) example.truth[0] ? 1 : 0;
        }
        return hits / 1000.0;
    }
}
