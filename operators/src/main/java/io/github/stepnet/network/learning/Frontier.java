package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;

/**
 * A learning frontier: at first only the last trained stage learns, and one more towards the input joins as soon as those that learn are
 * healthy.
 *
 * <p>Link budgets, {@code (cos(y, y - d) + 1) / 2} of a stage's output {@code y} and the signal {@code d} there, are averaged over one run
 * of {@code every} learned samples after the other, always for the stages that learn during all of it. At the end of a run with a mean of
 * at least {@code threshold}, the frontier moves one stage and this is told as a {@link LearningEvents.Kind#LAYER_UNFROZEN} with the new
 * stage's own mean; it never moves back. State: two longs, one double for each trained stage.
 *
 * <p>An error is a threshold outside [0, 1] or a run outside [1, 1000000]. Not with rules whose signals are gradients, if hidden stages
 * are to count: a gradient is short beside the output, and their budgets are near 1 whatever they do. Not for streams that change from the
 * start: the lower layers see nothing of it. Section 4 of the stepping specification; the seeds' noise at the edge is left out.
 *
 * @param threshold mean link budget that counts as healthy; 0.5 is that of no direction
 * @param every learned samples of a run
 */
public record Frontier(
        @Default("0.55") float threshold, @Default("100") int every) implements Technique {

    public Frontier {
        if (!(threshold >= 0f && threshold <= 1f)) {
            throw new IllegalArgumentException("Frontier.threshold is " + threshold + "; it must be within [0, 1]");
        }
        if (every < 1 || every > 1_000_000) {
            throw new IllegalArgumentException(
                    "Frontier.every is " + every + "; it must be within [1, 1000000] learned samples");
        }
    }

    /** The seeds' threshold 0.55, over 100 samples. */
    public Frontier() {
        this(0.55f, 100);
    }

    @Override
    public boolean tells() {
        return true;
    }

    @Override
    public Bound bind(Ground ground) {
        return new Edge(this, ground);
    }

    /** The frontier of a key, in its state. */
    private static final class Edge implements Bound {

        private final Frontier spec;
        /** Trained stages, the last one first. */
        private final int[] order;

        /** Stages that have joined the last one. */
        private final int joinedAt;

        private final int seenAt;
        private final int sumsAt;

        Edge(Frontier spec, Ground ground) {
            this.spec = spec;
            order = Unfreezing.fromTheOutput(ground.plan());
            joinedAt = ground.layout().reserveLongs(1);
            seenAt = ground.layout().reserveLongs(1);
            sumsAt = ground.layout().reserveDoubles(order.length);
        }

        @Override
        public void scaleRates(NetworkState state, long updates, float[] rates) {
            for (int i = order.length - 1; i > state.longs[joinedAt]; i--) {
                rates[order[i]] = 0f;
            }
        }

        @Override
        public void observeSignals(Lesson lesson, Pass pass) {
            NetworkState state = lesson.state;
            if (state.longs[joinedAt] + 1 >= order.length) {
                return;
            }
            for (int i = 0; i < order.length; i++) {
                state.doubles[sumsAt + i] += pass.targets().linkBudget(order[i]);
            }
            state.longs[seenAt]++;
        }

        @Override
        public void afterLesson(Lesson lesson, Rehearsal rehearsal) {
            NetworkState state = lesson.state;
            if (state.longs[seenAt] < spec.every) {
                return;
            }
            int learning = (int) state.longs[joinedAt] + 1;
            double sum = 0.0;
            for (int i = 0; i < learning; i++) {
                sum += state.doubles[sumsAt + i];
            }
            if (sum / learning / spec.every >= spec.threshold) {
                double own = state.doubles[sumsAt + learning] / spec.every;
                lesson.events.add(LearningEvents.Kind.LAYER_UNFROZEN, order[learning], own);
                state.longs[joinedAt]++;
            }
            state.longs[seenAt] = 0;
            Arrays.fill(state.doubles, sumsAt, sumsAt + order.length, 0.0);
        }
    }
}
