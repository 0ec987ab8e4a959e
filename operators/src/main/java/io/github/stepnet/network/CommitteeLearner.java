package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.health.HealthProbe;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.learning.Drifts;
import io.github.stepnet.network.learning.LearningEvents;
import io.github.stepnet.network.loss.Loss;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A {@link Committee} at work: its members tick one after the other, each on its own slots of the key's state.
 *
 * <p>What is kept of an event whose truth comes later: what each member keeps, each member's answer, the mixed answer.
 */
public final class CommitteeLearner implements Learner {

    private final Committee spec;
    private final Learner[] members;
    private final Hedge hedge;
    private final boolean isOfClasses;
    private final int answers;
    private final int updatesAt;
    /** Null for classes. */
    private final TargetScale scale;

    private final Answer[] given;
    private final PendingExample[] kept;
    private final int[] keptAt;
    private final int mixedAt;
    private final float[] mixed;
    private final int[] stagesFrom;
    private final LearningEvents events = new LearningEvents();
    private final Drifts drifts = new Drifts();
    /** Null if nothing is measured. */
    private CommitteeHealth health;

    CommitteeLearner(Committee spec, StateLayout layout, Kernel kernel) {
        this.spec = spec;
        int n = spec.members().size();
        members = new Learner[n];
        given = new Answer[n];
        kept = new PendingExample[n];
        keptAt = new int[n];
        stagesFrom = new int[n + 1];
        answers = spec.answers();
        int at = 0;
        for (int i = 0; i < n; i++) {
            members[i] = spec.members().get(i).compile(layout.within("members[" + i + "]"), kernel);
            given[i] = members[i].newAnswer();
            kept[i] = members[i].newPendingExample();
            keptAt[i] = at;
            at = Math.addExact(at, kept[i].values.length);
            int stages = members[i] instanceof Network network
                    ? network.plan().nodes().size()
                    : 0;
            stagesFrom[i + 1] = stagesFrom[i] + 1 + stages;
        }
        mixed = new float[answers];
        mixedAt = Math.addExact(at, n * answers);
        isOfClasses = spec.task() == Loss.Task.CLASSIFICATION;
        hedge = new Hedge(spec, layout.within("hedge"));
        updatesAt = layout.within("updates").reserveLongs(1);
        scale = isOfClasses ? null : new TargetScale(answers, layout.within("targets"));
    }

    /** The weights of a key's members, in their order; their sum is 1. */
    public double[] weights(NetworkState state) {
        double[] weights = new double[members.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = hedge.weight(state, i);
        }
        return weights;
    }

    /** How many members there are. */
    public int members() {
        return members.length;
    }

    /** A member, in the order of the specification. */
    public Learner member(int i) {
        return members[i];
    }

    @Override
    public void initialize(NetworkState state) {
        for (Learner member : members) {
            member.initialize(state);
        }
        hedge.initialize(state);
    }

    @Override
    public void tick(NetworkState state, Example example, Answer answer) {
        begin(state);
        for (int i = 0; i < members.length; i++) {
            members[i].tick(state, example, given[i]);
        }
        finish(state, answer);
    }

    @Override
    public void bubble(NetworkState state, Answer answer) {
        begin(state);
        for (int i = 0; i < members.length; i++) {
            members[i].bubble(state, given[i]);
        }
        finish(state, answer);
    }

    /** All members tick together. */
    @Override
    public long ticks(NetworkState state) {
        return members[0].ticks(state);
    }

    @Override
    public long updates(NetworkState state) {
        return state.longs[updatesAt];
    }

    /** All members' updates of this tick are measured, or none. */
    private void begin(NetworkState state) {
        if (health != null) {
            health.begin(state.longs[updatesAt]);
        }
    }

    private void finish(NetworkState state, Answer answer) {
        answer.clear();
        Answer first = given[0];
        answer.entered = first.entered;
        answer.tick = first.tick;
        if (first.present) {
            answer.present = true;
            answer.eventId = first.eventId;
            answer.sequence = first.sequence;
            answer.latencyTicks = first.latencyTicks;
            answer.updates = state.longs[updatesAt];
            hedge.mix(state, given, answer.outputs);
            answer.choose(isOfClasses);
            if (first.known) {
                learn(state, first.truth, answer);
            }
        }
        gather(state, answer);
    }

    private void learn(NetworkState state, float[] truth, Answer answer) {
        answer.known = true;
        System.arraycopy(truth, 0, answer.truth, 0, answer.truth.length);
        if (isOfClasses) {
            answer.loss = Loss.negativeLog(answer.outputs[(int) truth[0]]);
        } else {
            scale.observe(state, truth);
            answer.loss = scale.loss(state, answer.outputs, truth);
        }
        hedge.credit(state, given, answer.outputs, truth);
    }

    /** What the members have to tell of this tick, as of one. */
    private void gather(NetworkState state, Answer answer) {
        events.clear();
        drifts.clear();
        answer.drifts = drifts;
        for (int i = 0; i < members.length; i++) {
            answer.learned |= given[i].learned;
            answer.refused |= given[i].refused;
            answer.measured |= given[i].measured;
            answer.measuredUpdate = state.longs[updatesAt] + 1;
            if (given[i].drifts != null) {
                drifts.add(given[i].drifts);
            }
            if (given[i].events != null) {
                gather(i, given[i].events);
                answer.events = events;
            }
        }
        if (answer.measured) {
            health.weigh(state, hedge);
        }
        state.longs[updatesAt] += answer.learned ? 1 : 0;
    }

    private void gather(int member, LearningEvents told) {
        for (int e = 0; e < told.count(); e++) {
            events.add(told.kind(e), stagesFrom[member] + 1 + told.stage(e), told.value(e));
        }
        events.addUntold(told.untold());
    }

    @Override
    public int inFlight(NetworkState state) {
        return members[0].inFlight(state);
    }

    @Override
    public void keep(NetworkState state, Answer answer, PendingExample pending) {
        pending.name(answer);
        for (int i = 0; i < members.length; i++) {
            members[i].keep(state, given[i], kept[i]);
            System.arraycopy(kept[i].values, 0, pending.values, keptAt[i], kept[i].values.length);
            System.arraycopy(given[i].outputs, 0, pending.values, answersAt(i), answers);
        }
        System.arraycopy(answer.outputs, 0, pending.values, mixedAt, answers);
    }

    private int answersAt(int member) {
        return mixedAt - (members.length - member) * answers;
    }

    @Override
    public void teach(NetworkState state, PendingExample pending, float[] truth, Answer answer) {
        begin(state);
        for (int i = 0; i < members.length; i++) {
            recall(pending, i);
            members[i].teach(state, kept[i], truth, given[i]);
        }
        pending.recall(answer);
        System.arraycopy(pending.values, mixedAt, answer.outputs, 0, answers);
        answer.choose(isOfClasses);
        learn(state, truth, answer);
        gather(state, answer);
    }

    @Override
    public void accumulate(NetworkState state, PendingExample pending, float[] truth, float weight) {
        for (int i = 0; i < members.length; i++) {
            recall(pending, i);
            given[i].clear();
            System.arraycopy(pending.values, answersAt(i), given[i].outputs, 0, answers);
            members[i].accumulate(state, kept[i], truth, weight);
        }
        System.arraycopy(pending.values, mixedAt, mixed, 0, answers);
        hedge.credit(state, given, mixed, truth);
        if (scale != null) {
            scale.observe(state, truth);
        }
    }

    private void recall(PendingExample pending, int member) {
        PendingExample its = kept[member];
        System.arraycopy(pending.values, keptAt[member], its.values, 0, its.values.length);
        its.eventId = pending.eventId;
        its.sequence = pending.sequence;
        its.tick = pending.tick;
        its.latencyTicks = pending.latencyTicks;
        its.updates = pending.updates;
    }

    @Override
    public boolean apply(NetworkState state) {
        boolean isTaken = false;
        for (Learner member : members) {
            isTaken |= member.apply(state);
        }
        state.longs[updatesAt] += isTaken ? 1 : 0;
        return isTaken;
    }

    @Override
    public Optional<HealthProbe> measure(Health what) {
        CommitteeHealth measured = new CommitteeHealth(what, members, given);
        health = measured.isAny() ? measured : null;
        return Optional.ofNullable(health);
    }

    /** What descriptions call a member. */
    static String name(int member) {
        return "members[" + member + "]";
    }

    @Override
    public String stageName(int stage) {
        int member = 0;
        while (stage >= stagesFrom[member + 1]) {
            member++;
        }
        int its = stage - stagesFrom[member] - 1;
        return its < 0 ? name(member) : name(member) + "." + members[member].stageName(its);
    }

    @Override
    public void forgetPast(NetworkState state) {
        for (Learner member : members) {
            member.forgetPast(state);
        }
    }

    @Override
    public float[] parameters(NetworkState state) {
        float[] all = new float[0];
        for (Learner member : members) {
            float[] its = member.parameters(state);
            all = Arrays.copyOf(all, all.length + its.length);
            System.arraycopy(its, 0, all, all.length - its.length, its.length);
        }
        return all;
    }

    @Override
    public Example newExample() {
        return members[0].newExample();
    }

    @Override
    public Answer newAnswer() {
        return members[0].newAnswer();
    }

    @Override
    public PendingExample newPendingExample() {
        return new PendingExample(mixedAt + answers);
    }

    @Override
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT, "committee of %d, eta %s, fixed share %s%n", members.length, spec.eta(), spec.share()));
        for (int i = 0; i < members.length; i++) {
            text.append(name(i)).append(": ").append(spec.members().get(i).canonicalText());
            text.append(System.lineSeparator()).append(members[i].describe());
        }
        return text.toString();
    }
}
