package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;
import java.util.Arrays;
import java.util.List;

/**
 * Progressive unfreezing, the seeds' "layer by layer": at first only the last trained stage learns, and every so many updates one more
 * towards the input joins, which is told as a {@link LearningEvents.Kind#LAYER_UNFROZEN}. No state but the key's updates.
 *
 * <p>An error is fewer than 1 update. Not for streams that change from the start: the lower layers see nothing of it. Section 4 of the
 * stepping specification.
 *
 * @param every updates after which one more stage learns
 */
public record Unfreezing(long every) implements Technique {

    /** The link budget where no signal has been seen. */
    private static final float NO_DIRECTION = 0.5f;

    public Unfreezing {
        if (every < 1) {
            throw new IllegalArgumentException("Unfreezing.every is " + every + "; it must be at least 1 update");
        }
    }

    /** The trained stages' nodes, the last one first. */
    static int[] fromTheOutput(Plan plan) {
        List<StageNode> stages = plan.trainedStages();
        int[] order = new int[stages.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = stages.get(order.length - 1 - i).index();
        }
        return order;
    }

    @Override
    public boolean tells() {
        return true;
    }

    @Override
    public Bound bind(Ground ground) {
        int[] order = fromTheOutput(ground.plan());
        return new Bound() {

            /** Of the stages in {@code order}, between the hooks of one lesson. */
            private final float[] budgets = new float[order.length];

            @Override
            public void scaleRates(NetworkState state, long updates, float[] rates) {
                for (int i = order.length - 1; i > updates / every; i--) {
                    rates[order[i]] = 0f;
                }
            }

            @Override
            public void sharpen(Lesson lesson) {
                Arrays.fill(budgets, NO_DIRECTION);
            }

            @Override
            public void observeSignals(Lesson lesson, Pass pass) {
                for (int i = order.length - 1; i > lesson.updates / every; i--) {
                    budgets[i] = pass.targets().linkBudget(order[i]);
                }
            }

            /** Whoever takes updates of its own takes the key past the number as well. */
            @Override
            public void afterUpdates(Lesson lesson) {
                long joined = Math.min(order.length - 1, lesson.updatesAfter / every);
                for (long i = lesson.updates / every + 1; i <= joined; i++) {
                    lesson.events.add(LearningEvents.Kind.LAYER_UNFROZEN, order[(int) i], budgets[(int) i]);
                }
            }
        };
    }
}
