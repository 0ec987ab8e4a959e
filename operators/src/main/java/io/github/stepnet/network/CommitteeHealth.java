package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.health.StageHealth;
import io.github.stepnet.network.health.StageProbe;
import java.util.ArrayList;
import java.util.List;

/** What is measured at the members of a committee: all of them in the same tick, each stage with its member's name and weight. */
final class CommitteeHealth implements HealthProbe {

    private final int every;
    /** Null at a member that has no stages to measure. */
    private final StageProbe[] probes;

    private final Answer[] given;

    /**
     * Has the members measured.
     *
     * @param given the members' answers, as the committee fills them
     */
    CommitteeHealth(Health health, Learner[] members, Answer[] given) {
        every = health.every();
        this.given = given;
        probes = new StageProbe[members.length];
        for (int i = 0; i < members.length; i++) {
            probes[i] = (StageProbe) members[i].measure(health).orElse(null);
            if (probes[i] != null) {
                String name = CommitteeLearner.name(i);
                probes[i].stages().forEach(stage -> stage.ofMember(name));
            }
        }
    }

    /** Whether a member has anything to measure. */
    boolean isAny() {
        for (StageProbe probe : probes) {
            if (probe != null) {
                return true;
            }
        }
        return false;
    }

    /** A tick begins, of a committee that has seen so many updates. */
    void begin(long updates) {
        boolean isDue = (updates + 1) % every == 0;
        for (StageProbe probe : probes) {
            if (probe != null) {
                probe.measureNext(isDue);
            }
        }
    }

    /** The tick has ended, and weights have moved. */
    void weigh(NetworkState state, Hedge hedge) {
        for (int i = 0; i < probes.length; i++) {
            if (given[i].measured) {
                List<StageHealth> stages = probes[i].stages();
                for (int s = 0; s < stages.size(); s++) {
                    stages.get(s).weight = hedge.weight(state, i);
                }
            }
        }
    }

    @Override
    public List<StageHealth> stages() {
        List<StageHealth> stages = new ArrayList<>();
        for (int i = 0; i < probes.length; i++) {
            if (given[i].measured) {
                stages.addAll(probes[i].stages());
            }
        }
        return stages;
    }
}
