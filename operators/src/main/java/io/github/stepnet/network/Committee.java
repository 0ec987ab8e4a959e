package io.github.stepnet.network;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.Replay;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.GradientShaping;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.Default;
import java.util.ArrayList;
import java.util.List;

/**
 * Several learners of the same events, whose answers are mixed by weights that follow how good each has been: a hedge against the one unlucky rule,
 * optimiser or rate.
 *
 * <p>The answer is {@code sum_i w_i p_i}. When its truth {@code y} is known, {@code w_i} becomes {@code w_i p_i(y)^eta}, or for values {@code w_i exp(-eta
 * sum_j (p_ij - y_j)^2 / v_j)} with {@code v_j} a running mean of the mixed answer's squared error; the weights are scaled to the sum 1, and each then gives
 * a share of itself to all alike: {@code w_i = (1 - share) w_i + share / members}. So no member is ever lost for good, and the best one is found again
 * after a drift. Credit goes to the answers that were given, however late their truths come. A member whose answer is not finite, or whose
 * update is refused, loses its weight to the others, and what it answered has no part in the mixture.
 *
 * <p>Members must have as many inputs and answers, the same task, and answer an event in the same tick; fewer than two or more than eight are an error. An
 * update of the committee is a truth that has taught one of its members. State: that of all members, {@code members} doubles, a long, and for values {@code n}
 * doubles more and what standardised losses need.
 *
 * <p>Not where one learner is known to be best: a committee costs what its members cost together.
 *
 * <p>Exponential weights with a fixed share: Herbster and Warmuth 1998.
 *
 * @param members the learners
 * @param eta how fast weights move, within (0, 10]
 * @param share of its weight that a member gives to all at every truth, within [0, 0.5]
 */
public record Committee(
        List<LearnerSpec> members,
        @Default("0.5") float eta,
        @Default("0.01") float share) implements LearnerSpec {

    private static final int FEWEST = 2;
    private static final int MOST = 8;
    private static final Technique RECENT = new Replay(500, 1, Replay.Keep.RECENT);
    /** How the networks of the standard committee learn; the network is each caller's. */
    private static final List<NetworkLearner> WAYS = List.of(
            NetworkLearner.of(null, Sgd.rate(0.05f)),
            NetworkLearner.of(null, Sgd.rate(0.01f)),
            NetworkLearner.of(null, Sgd.rate(0.2f)),
            NetworkLearner.of(null, Adam.rate(0.001f)),
            NetworkLearner.of(null, Adam.rate(0.01f)),
            NetworkLearner.of(null, Sgd.rate(0.02f)).techniques(RECENT),
            NetworkLearner.of(null, Adam.rate(0.003f)).techniques(RECENT));

    public Committee {
        members = List.copyOf(members);
        checkMembers(members.size());
        checkWeights(eta, share);
        LearnerSpec first = members.get(0);
        for (int i = 0; i < members.size(); i++) {
            LearnerSpec member = members.get(i);
            String what = "Committee.members[" + i + "] ";
            if (!(member instanceof NetworkLearner) && !(member instanceof Persistence)) {
                throw new IllegalArgumentException(
                        what + "is a " + member.getClass().getSimpleName() + "; allowed: NetworkLearner, Persistence");
            }
            checkAlike(what, "inputs", member.inputs(), first.inputs());
            checkAlike(what, "answers", member.answers(), first.answers());
            if (member.task() != first.task()) {
                throw new IllegalArgumentException(what + "learns " + member.task() + " but the first one "
                        + first.task() + "; give all of them losses of one task");
            }
            if (latency(member) != latency(first)) {
                throw new IllegalArgumentException(what + "answers an event " + latency(member)
                        + " ticks after its own but the first one " + latency(first)
                        + "; use execution sweep for all, or networks of as many stages without persistence");
            }
        }
    }

    /**
     * Checks the number of members.
     *
     * @throws IllegalArgumentException if there cannot be so many
     */
    public static void checkMembers(int count) {
        if (count < FEWEST || count > MOST) {
            throw new IllegalArgumentException("Committee.members has " + count + " of them; allowed: " + FEWEST
                    + " to " + MOST + ", and no committee for a single learner");
        }
    }

    /**
     * Checks how weights move.
     *
     * @throws IllegalArgumentException if they cannot move so
     */
    public static void checkWeights(float eta, float share) {
        if (!(eta > 0f && eta <= 10f)) {
            throw new IllegalArgumentException("Committee.eta is " + eta + "; it must be within (0, 10]");
        }
        if (!(share >= 0f && share <= 0.5f)) {
            throw new IllegalArgumentException("Committee.share is " + share + "; it must be within [0, 0.5]");
        }
    }

    private static void checkAlike(String what, String of, int count, int wanted) {
        if (count != wanted) {
            throw new IllegalArgumentException(
                    what + "has " + count + " " + of + " but the first one " + wanted + "; make them equal");
        }
    }

    private static int latency(LearnerSpec member) {
        return member instanceof NetworkLearner network ? network.latency() : 0;
    }

    /**
     * The committee for when nothing is known of the stream: plain and adaptive steps at rates from slow to fast, two members that rehearse the most recent
     * examples, and {@link Persistence}. Each starts from weights of its own. For values gradients are bounded, since an error has no bound as that of a class has.
     *
     * <p>Where the first layer is dense, members differ in what they see, too: the network's {@linkplain NetworkSpec#temporal temporal inputs} are seen by every second
     * network, so that they do no harm where they say nothing, and one network also sees the differences of features to two of their averages.
     */
    public static Committee standard(NetworkSpec network) {
        boolean isOfClasses = network.loss().task() == Loss.Task.CLASSIFICATION;
        int answers = network.loss().answers(network.plan().output().floats());
        List<LearnerSpec> members = new ArrayList<>();
        for (NetworkLearner way : WAYS) {
            int i = members.size();
            NetworkSpec seen = network.layers().get(0) instanceof Dense ? seen(network, i) : network;
            NetworkLearner member = way.network(seen.seed(SplitMix64.at(network.seed(), i)));
            members.add(isOfClasses ? member : member.shaping(new GradientShaping.Norm(1f)));
        }
        members.add(new Persistence(network.inputs(), network.loss().task(), answers));
        return new Committee(members, 0.5f, 0.01f);
    }

    private static NetworkSpec seen(NetworkSpec network, int member) {
        TemporalInputs all = network.temporal();
        if (member % 2 == 1) {
            return network.with(TemporalInputs.none());
        }
        return member == 0 && all.featureAverages().isEmpty()
                ? network.with(all.featureAverages(0.9f, 0.99f))
                : network;
    }

    /** A committee with the usual weights. */
    public static Committee of(LearnerSpec... members) {
        return new Committee(List.of(members), 0.5f, 0.01f);
    }

    /** The same committee with weights that move so fast. */
    public Committee eta(float other) {
        return new Committee(members, other, share);
    }

    /** The same committee with this fixed share. */
    public Committee share(float other) {
        return new Committee(members, eta, other);
    }

    @Override
    public boolean updatesAtEveryTruth() {
        return members.stream().anyMatch(LearnerSpec::updatesAtEveryTruth);
    }

    @Override
    public int inputs() {
        return members.get(0).inputs();
    }

    @Override
    public Loss.Task task() {
        return members.get(0).task();
    }

    @Override
    public int answers() {
        return members.get(0).answers();
    }

    @Override
    public CommitteeLearner compile(StateLayout layout, Kernel kernel) {
        return new CommitteeLearner(this, layout, kernel);
    }

    @Override
    public String canonicalText() {
        return CanonicalText.of(LearnerSpec.class, this);
    }
}
