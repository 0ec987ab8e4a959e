package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.learning.BackwardPass;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.LearningEvents;
import io.github.stepnet.network.learning.LearningRule;
import io.github.stepnet.network.learning.LearningWindow;
import io.github.stepnet.network.learning.Lesson;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule that a key's network learns by at present: the one it started with, or the one that was handed over to.
 *
 * <p>State: one long, which of them, and the window of the {@link HandOver}; nothing where there is none.
 */
final class RuleInForce {

    private final HandOver handOver;
    private final BackwardPass[] passes;
    private final boolean[] reachesBack;
    private final float[] gapScale;
    private final LearningWindow window;
    private final int inForceAt;

    /**
     * Binds the rules.
     *
     * @throws IllegalArgumentException if the hand-over can never be due, or would change nothing
     */
    RuleInForce(LearningRule first, HandOver handOver, Plan plan, Loss.Task task, StateLayout layout) {
        handOver.checkFits(task);
        if (handOver.rules().contains(first)) {
            throw new IllegalArgumentException("NetworkLearner.handOver is to " + first
                    + ", which is the rule from the start; name another rule, or leave the hand-over out");
        }
        this.handOver = handOver;
        List<LearningRule> rules = new ArrayList<>(List.of(first));
        rules.addAll(handOver.rules());
        passes = rules.stream().map(rule -> rule.bind(plan)).toArray(BackwardPass[]::new);
        reachesBack = new boolean[passes.length];
        gapScale = new float[passes.length];
        for (int i = 0; i < passes.length; i++) {
            reachesBack[i] = rules.get(i).reachesBack();
            gapScale[i] = rules.get(i).gapScale();
        }
        window = passes.length > 1 ? new LearningWindow(handOver.window(), layout) : null;
        inForceAt = passes.length > 1 ? layout.reserveLongs(1) : -1;
    }

    /** Sets up a new key. */
    void initialize(NetworkState state) {
        if (window != null) {
            window.initialize(state);
        }
    }

    /** The backward pass of the rule that a network starts with. */
    BackwardPass first() {
        return passes[0];
    }

    /** The backward pass of the rule in force. */
    BackwardPass backward(NetworkState state) {
        return passes[inForce(state)];
    }

    /** Whether the rule in force goes back over events. */
    boolean reachesBack(NetworkState state) {
        return reachesBack[inForce(state)];
    }

    /** {@link LearningRule#gapScale} of the rule in force. */
    float gapScale(NetworkState state) {
        return gapScale[inForce(state)];
    }

    /** Takes in what a lesson gave, and hands over if it is time. */
    void observe(Lesson lesson) {
        NetworkState state = lesson.state;
        if (window == null || state.longs[inForceAt] != 0 || !window.add(state, lesson.loss, lesson.isHit)) {
            return;
        }
        double loss = window.loss(state);
        if (handOver.isDue(lesson.updatesAfter, loss, window.previousLoss(state), window.accuracy(state))) {
            state.longs[inForceAt] = 1;
            lesson.events.add(LearningEvents.Kind.HANDED_OVER, loss);
        }
    }

    private int inForce(NetworkState state) {
        return inForceAt < 0 ? 0 : (int) state.longs[inForceAt];
    }
}
