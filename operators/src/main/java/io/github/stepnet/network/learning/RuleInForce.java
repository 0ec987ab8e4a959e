package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule that a key's network learns by at present: the one it started with, or the one that was handed over to.
 *
 * <p>State: one long, which of them, and the window of the {@link HandOver}; nothing where there is none.
 */
public final class RuleInForce {

    private final HandOver handOver;
    private final BackwardPass[] passes;
    private final boolean[] reachesBack;
    private final LearningWindow window;
    private final int inForceAt;

    /** Binds the rules. */
    public RuleInForce(LearningRule first, HandOver handOver, Plan plan, StateLayout layout) {
        this.handOver = handOver;
        List<LearningRule> rules = new ArrayList<>(List.of(first));
        rules.addAll(handOver.rules());
        passes = rules.stream().map(rule -> rule.bind(plan)).toArray(BackwardPass[]::new);
        reachesBack = new boolean[passes.length];
        for (int i = 0; i < passes.length; i++) {
            reachesBack[i] = rules.get(i).reachesBack();
        }
        window = passes.length > 1 ? new LearningWindow(handOver.window(), layout) : null;
        inForceAt = passes.length > 1 ? layout.reserveLongs(1) : -1;
    }

    /** Sets up a new key. */
    public void initialize(NetworkState state) {
        if (window != null) {
            window.initialize(state);
        }
    }

    /** The backward pass of the rule that a network starts with. */
    public BackwardPass first() {
        return passes[0];
    }

    /** The backward pass of the rule in force. */
    public BackwardPass backward(NetworkState state) {
        return passes[inForce(state)];
    }

    /** Whether the rule in force goes back over events. */
    public boolean reachesBack(NetworkState state) {
        return reachesBack[inForce(state)];
    }

    /** Takes in what a lesson gave, and hands over if it is time. */
    public void observe(Lesson lesson) {
        NetworkState state = lesson.state;
        if (window == null || state.longs[inForceAt] != 0 || !window.add(state, lesson.loss, lesson.isHit)) {
            return;
        }
        double loss = window.loss(state);
        if (handOver.isDue(lesson.updates, loss, window.previousLoss(state), window.accuracy(state))) {
            state.longs[inForceAt] = 1;
            lesson.events.add(LearningEvents.Kind.HANDED_OVER, loss);
        }
    }

    private int inForce(NetworkState state) {
        return inForceAt < 0 ? 0 : (int) state.longs[inForceAt];
    }
}
