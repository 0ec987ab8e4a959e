package io.github.stepnet.jobs.replay;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.learn.LearnJob;
import io.github.stepnet.jobs.savepoint.KeyFigures;
import io.github.stepnet.jobs.savepoint.NetworkOperator;
import io.github.stepnet.jobs.savepoint.SavepointFile;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The models of a job as a savepoint has them, found to be of the job's specifications.
 *
 * @param savepoint the savepoint
 * @param operators those that keep them, by agent; {@code ""} where there are none
 */
record ModelsAt(SavepointFile savepoint, Map<String, NetworkOperator> operators) {

    static ModelsAt of(SavepointFile savepoint, JobConfig config, LearnJob job) {
        Map<String, NetworkOperator> found = new LinkedHashMap<>();
        List<NetworkOperator> all = savepoint.networkOperators();
        config.network().byAgent().forEach((agent, network) -> {
            // An agent that has had no event has no state yet.
            all.stream()
                    .filter(operator -> operator.isOf(job.networkUid(agent)))
                    .forEach(operator -> {
                        Premises.checkSpecification(
                                savepoint.place(),
                                operator.models().format(),
                                config,
                                config.learning().learner(network));
                        found.put(agent, operator);
                    });
        });
        if (found.isEmpty()) {
            String uid = job.networkUid(
                    config.network().byAgent().keySet().iterator().next());
            throw new CannotRun(savepoint.place() + " has no models of this job, whose operator has the uid " + uid
                    + "; there are " + all.stream().map(NetworkOperator::uid).toList()
                    + ": correct uid-prefix, or name a savepoint of this job");
        }
        return new ModelsAt(savepoint, found);
    }

    NetworkOperator any() {
        return operators.values().iterator().next();
    }

    /** The one that has computed them all. */
    Kernel kernel() {
        return Premises.kernel(savepoint.place(), any().models().format());
    }

    boolean needsRocksDb() {
        return any().needsRocksDb();
    }

    /**
     * The models, by key; by agent and key where there are agents.
     *
     * @param keys the wanted ones; all if there are none
     */
    Map<String, NetworkState> states(List<String> keys) {
        Map<String, NetworkState> states = new TreeMap<>();
        operators.forEach((agent, operator) -> operator.find(List.of()).forEach((key, state) -> {
            if (keys.isEmpty() || keys.contains(key)) {
                states.put(label(agent, key), state);
            }
        }));
        for (String key : keys) {
            if (operators.keySet().stream().noneMatch(agent -> states.containsKey(label(agent, key)))) {
                throw new CannotRun("there is no model of the key " + key + " in " + savepoint.place()
                        + ", nor did an event of it come; 'stepnet savepoint inspect' lists the keys");
            }
        }
        return states;
    }

    /** What can be said of each of these models. */
    Map<String, KeyFigures> figures(List<String> keys) {
        Map<String, KeyFigures> figures = new TreeMap<>();
        operators.forEach((agent, operator) -> operator.find(List.of()).forEach((key, state) -> {
            if (keys.isEmpty() || keys.contains(key)) {
                figures.put(label(agent, key), KeyFigures.of(operator.models(), key, state, 0));
            }
        }));
        return figures;
    }

    private static String label(String agent, String key) {
        return agent.isEmpty() ? key : agent + "/" + key;
    }
}
