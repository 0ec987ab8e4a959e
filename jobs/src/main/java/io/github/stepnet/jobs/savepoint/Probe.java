package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.Answer;
import io.github.stepnet.network.Example;
import io.github.stepnet.network.Learner;
import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.health.StageHealth;
import io.github.stepnet.network.kernel.Kernels;
import io.github.stepnet.network.loss.Loss;
import java.util.List;

/** One event, learned by a copy of a key's model, to see what its layers make of it. */
final class Probe {

    private Probe() {}

    /** An error if the network takes other events. */
    static Example example(StoredModels models, float[] features, float[] truth) {
        Example example = models.learner().learner().newExample();
        check("--event", "features", features.length, example.features.length);
        check("--truth", "values", truth.length, example.truth.length);
        System.arraycopy(features, 0, example.features, 0, features.length);
        if (models.description().learner().task() == Loss.Task.CLASSIFICATION) {
            int classes = models.description().learner().answers();
            if (truth[0] != (int) truth[0] || truth[0] < 0 || truth[0] >= classes) {
                throw new CannotRun(
                        "--truth is " + truth[0] + "; it must be a class, a number from 0 to " + (classes - 1));
            }
            example.label((int) truth[0]);
        } else {
            example.target();
        }
        return example;
    }

    private static void check(String option, String what, int given, int expected) {
        if (given != expected) {
            throw new CannotRun(option + " has " + given + " " + what + ", but the network takes " + expected);
        }
    }

    /** An error if layers of such a learner are not measured. */
    static List<StageHealth> health(StoredModels models, NetworkState state, Example example) {
        TrackedLearner.Description description = models.description();
        Learner learner =
                new TrackedLearner(description.learner(), description.milestones(), Kernels.scalar()).learner();
        HealthProbe probe = learner.measure(Health.every(1))
                .orElseThrow(() -> new CannotRun(
                        "--event is given, but layers of a pipeline, or of a learner without layers, are not measured;"
                                + " leave it out"));
        NetworkState copy = state.copy();
        Answer answer = learner.newAnswer();
        learner.tick(copy, example, answer);
        while (!answer.measured && learner.inFlight(copy) > 0) {
            learner.bubble(copy, answer);
        }
        if (!answer.measured) {
            throw new CannotRun("--event teaches nothing at once: the learner gathers several events for an update;"
                    + " layers are measured in the job, see health.every");
        }
        return probe.stages();
    }
}
