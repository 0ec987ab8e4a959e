package io.github.stepnet.network.migration;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateConversion;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.Technique;

/** Networks that are asked in sweeps, whatever their execution, and remember nothing of it. */
final class Sweep {

    private final Learner learner;
    private final StateConversion conversion;
    private final Example example;
    private final Answer answer;

    Sweep(Models models) {
        NetworkLearner network = Migration.network(models.description());
        TrackedLearner sweeping = new TrackedLearner(
                network.execution(Execution.SWEEP)
                        .handOver(new HandOver.Never())
                        .techniques(new Technique[0]),
                models.description().milestones(),
                Kernels.scalar());
        conversion = new StateConversion(
                models.sections(), sweeping.layout().sections(), part -> false, sweeping.newState());
        learner = sweeping.learner();
        example = learner.newExample();
        answer = learner.newAnswer();
    }

    /** A key's state as it is asked. */
    NetworkState of(NetworkState state) {
        return conversion.convert(state);
    }

    /** Lets an event go by. */
    void see(NetworkState asked, float[] features) {
        System.arraycopy(features, 0, example.features, 0, features.length);
        example.unlabelled();
        learner.tick(asked, example, answer);
    }

    /** The answer to an event, were it the next one. */
    float[] answer(NetworkState asked, float[] features) {
        see(asked.copy(), features);
        return answer.outputs.clone();
    }
}
