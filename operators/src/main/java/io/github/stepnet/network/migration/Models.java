package io.github.stepnet.network.migration;

import io.github.stepnet.network.TrackedLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateSection;
import io.github.stepnet.network.kernel.Kernel;
import java.util.List;

/**
 * Models of one description, as somebody keeps them who may remember more of a key than the learner does.
 *
 * @param description what they are
 * @param learner of the description, compiled
 * @param fresh a new key's state, of the learner's layout
 */
public record Models(TrackedLearner.Description description, TrackedLearner learner, NetworkState fresh) {

    /** Those of a bare learner. */
    public static Models of(TrackedLearner.Description description, Kernel kernel) {
        TrackedLearner learner = new TrackedLearner(description.learner(), description.milestones(), kernel);
        return new Models(description, learner, learner.newState());
    }

    /** The parts of a state. */
    public List<StateSection> sections() {
        return learner.layout().sections();
    }
}
