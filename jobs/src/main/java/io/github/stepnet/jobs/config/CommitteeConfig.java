package io.github.stepnet.jobs.config;

import io.github.stepnet.network.Committee;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.network.spec.Shorthand;
import io.github.stepnet.network.spec.Unnamed;
import java.util.List;

/** Several learners in place of one: {@code committee: standard}, or a list of members. */
public sealed interface CommitteeConfig permits CommitteeConfig.Standard, CommitteeConfig.Members {

    /** The committee for a network. */
    Committee committee(NetworkSpec network);

    /** Whether there is anything that may change how a member learns, and would be told of. */
    boolean tellsEvents();

    /** Whether a member watches for drifts. */
    boolean watchesDrifts();

    /** {@link Committee#standard}. */
    record Standard() implements CommitteeConfig {

        @Override
        public Committee committee(NetworkSpec network) {
            return Committee.standard(network);
        }

        @Override
        public boolean tellsEvents() {
            return false;
        }

        @Override
        public boolean watchesDrifts() {
            return false;
        }
    }

    /**
     * Members that are said one by one; see {@link Committee}.
     *
     * @param members two to eight
     * @param eta how fast weights move
     * @param share of its weight that a member gives to all at every truth
     */
    @Shorthand
    @Unnamed
    record Members(
            List<MemberConfig> members,
            @Default("0.5") float eta,
            @Default("0.01") float share) implements CommitteeConfig {

        public Members {
            members = List.copyOf(members);
            try {
                Committee.checkMembers(members.size());
                Committee.checkWeights(eta, share);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(e.getMessage().replace("Committee.", "Members."), e);
            }
        }

        @Override
        public Committee committee(NetworkSpec network) {
            return new Committee(
                    members.stream().map(member -> member.learner(network)).toList(), eta, share);
        }

        @Override
        public boolean tellsEvents() {
            return members.stream().anyMatch(MemberConfig::tellsEvents);
        }

        @Override
        public boolean watchesDrifts() {
            return members.stream().anyMatch(MemberConfig::watchesDrifts);
        }
    }
}
