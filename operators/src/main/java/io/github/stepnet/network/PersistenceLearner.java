package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.loss.Loss;
import java.util.Arrays;
import java.util.Locale;

/** {@link Persistence} at work. An update is a truth that it has taken in. */
final class PersistenceLearner implements Learner {

    /** Share of a pair in the average, once there are as many. */
    private static final double RECENT = 1.0 / 200;

    private final Persistence spec;
    private final boolean isOfClasses;
    private final int eventsAt;
    private final int truthsAt;
    private final int pairsAt;
    private final int previousAt;
    private final int staysAt;
    private final int valuesAt;
    /** Null for classes. */
    private final TargetScale scale;

    PersistenceLearner(Persistence spec, StateLayout layout) {
        this.spec = spec;
        isOfClasses = spec.task() == Loss.Task.CLASSIFICATION;
        eventsAt = layout.reserveLongs(1);
        truthsAt = layout.reserveLongs(1);
        pairsAt = layout.reserveLongs(1);
        previousAt = layout.reserveLongs(1);
        staysAt = layout.reserveDoubles(1);
        valuesAt = layout.reserveFloats(isOfClasses ? 0 : spec.answers());
        scale = isOfClasses ? null : new TargetScale(spec.answers(), layout.within("targets"));
    }

    @Override
    public void initialize(NetworkState state) {
        state.doubles[staysAt] = 0.5;
    }

    @Override
    public long ticks(NetworkState state) {
        return state.longs[eventsAt];
    }

    @Override
    public long updates(NetworkState state) {
        return state.longs[truthsAt];
    }

    @Override
    public void tick(NetworkState state, Example example, Answer answer) {
        answer.clear();
        answer.present = true;
        answer.eventId = example.eventId();
        answer.sequence = ++state.longs[eventsAt];
        answer.entered = answer.sequence;
        answer.tick = answer.sequence;
        answer.latencyTicks = 0;
        answer.updates = state.longs[truthsAt];
        if (isOfClasses) {
            answerClass(state, answer.outputs);
        } else {
            System.arraycopy(state.floats, valuesAt, answer.outputs, 0, answer.outputs.length);
        }
        answer.choose(isOfClasses);
        if (example.isLabelled()) {
            learn(state, example.truth, answer);
        }
    }

    private void answerClass(NetworkState state, float[] outputs) {
        int classes = outputs.length;
        if (state.longs[truthsAt] == 0) {
            Arrays.fill(outputs, 1f / classes);
            return;
        }
        double stays = state.doubles[staysAt];
        Arrays.fill(outputs, (float) ((1.0 - stays) / (classes - 1)));
        outputs[(int) state.longs[previousAt]] = (float) stays;
    }

    private void learn(NetworkState state, float[] truth, Answer answer) {
        System.arraycopy(truth, 0, answer.truth, 0, answer.truth.length);
        answer.known = true;
        answer.learned = true;
        if (isOfClasses) {
            answer.loss = Loss.negativeLog(answer.outputs[(int) truth[0]]);
        } else {
            scale.observe(state, truth);
            answer.loss = scale.loss(state, answer.outputs, truth);
        }
        observe(state, truth);
    }

    private void observe(NetworkState state, float[] truth) {
        if (!isOfClasses) {
            System.arraycopy(truth, 0, state.floats, valuesAt, truth.length);
        } else {
            long label = (long) truth[0];
            if (state.longs[truthsAt] > 0) {
                double share = Math.max(1.0 / (++state.longs[pairsAt] + 2), RECENT);
                double stayed = label == state.longs[previousAt] ? 1.0 : 0.0;
                state.doubles[staysAt] += share * (stayed - state.doubles[staysAt]);
            }
            state.longs[previousAt] = label;
        }
        state.longs[truthsAt]++;
    }

    @Override
    public void bubble(NetworkState state, Answer answer) {
        answer.clear();
    }

    @Override
    public int inFlight(NetworkState state) {
        return 0;
    }

    @Override
    public void keep(NetworkState state, Answer answer, PendingExample pending) {
        pending.name(answer);
        System.arraycopy(answer.outputs, 0, pending.values, 0, answer.outputs.length);
    }

    @Override
    public void teach(NetworkState state, PendingExample pending, float[] truth, Answer answer) {
        pending.recall(answer);
        System.arraycopy(pending.values, 0, answer.outputs, 0, answer.outputs.length);
        answer.choose(isOfClasses);
        learn(state, truth, answer);
    }

    @Override
    public void accumulate(NetworkState state, PendingExample pending, float[] truth, float weight) {
        if (!isOfClasses) {
            scale.observe(state, truth);
        }
        observe(state, truth);
    }

    @Override
    public boolean apply(NetworkState state) {
        return false;
    }

    /** It has none. */
    @Override
    public float[] parameters(NetworkState state) {
        return new float[0];
    }

    @Override
    public Example newExample() {
        return new Example(spec.inputs(), truths());
    }

    @Override
    public Answer newAnswer() {
        return new Answer(spec.answers(), truths());
    }

    private int truths() {
        return isOfClasses ? 1 : spec.answers();
    }

    @Override
    public PendingExample newPendingExample() {
        return new PendingExample(spec.answers());
    }

    @Override
    public String describe() {
        return String.format(
                Locale.ROOT,
                "the previous %s of %,d %s, answers after 1 tick%n",
                isOfClasses ? "class" : "target",
                spec.answers(),
                isOfClasses ? "classes" : "values");
    }
}
