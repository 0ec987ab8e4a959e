package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.NetworkConfig;
import io.github.stepnet.network.TrackedLearner;
import java.util.Set;

/** What a job file says of the models of one of its operators. */
final class JobModels {

    private JobModels() {}

    /**
     * The description of the models.
     *
     * @param agent whose they are; null if the job file has no agents
     */
    static TrackedLearner.Description of(JobConfig config, String agent) {
        NetworkConfig network = config.network().byAgent().get(agent == null ? "" : agent);
        if (network == null) {
            Set<String> names = config.network().byAgent().keySet();
            throw new CannotRun(
                    agent == null
                            ? "the job file has agents; choose one by --agent: " + String.join(", ", names)
                            : "--agent is " + agent
                                    + (names.contains("")
                                            ? ", but the job file has no agents; leave it out"
                                            : ", but the job file's agents are " + String.join(", ", names)));
        }
        return new TrackedLearner.Description(config.learning().learner(network), config.milestones());
    }
}
