package io.github.stepnet.jobs.analyze;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.EquilibriumLearner;
import io.github.stepnet.network.EquilibriumNetwork;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * One model on one task, before and after training, of several seeds.
 *
 * @param subject the model
 * @param task what it learns
 * @param plan how it was made and trained
 * @param untrained by seed
 * @param trained by seed
 */
record Analysis(Subject subject, Task task, Plan plan, List<Portrait> untrained, List<Portrait> trained) {

    /**
     * How networks are made and trained.
     *
     * @param damping of every iteration
     * @param seeds of first weights and of the order of samples
     * @param samples that a network learns, each drawn from the patterns
     */
    record Plan(float damping, List<Long> seeds, int samples) {}

    static Analysis of(Subject subject, Task task, Plan plan) {
        List<Portrait> untrained = new ArrayList<>();
        List<Portrait> trained = new ArrayList<>();
        for (long seed : plan.seeds()) {
            EquilibriumLearner learner = subject.learner(task, plan.damping(), seed);
            StateLayout layout = new StateLayout();
            EquilibriumNetwork network = learner.compile(layout, Kernels.auto());
            NetworkState state = layout.newState();
            network.initialize(state);
            untrained.add(Portrait.of(network, state, subject, task, seed));
            train(network, state, task, plan.samples(), seed);
            trained.add(Portrait.of(network, state, subject, task, seed));
        }
        return new Analysis(subject, task, plan, List.copyOf(untrained), List.copyOf(trained));
    }

    private static void train(EquilibriumNetwork network, NetworkState state, Task task, int samples, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        Example example = network.newExample();
        Answer answer = network.newAnswer();
        for (int sample = 0; sample < samples; sample++) {
            int pattern = (int) (random.nextDouble() * task.patterns().length);
            System.arraycopy(task.patterns()[pattern], 0, example.features, 0, task.inputs());
            example.label(task.labels()[pattern]);
            network.tick(state, example, answer);
        }
    }
}
