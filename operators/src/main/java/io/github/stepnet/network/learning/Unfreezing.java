package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Pass;
import io.github.stepnet.network.plan.Plan;
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
    public Bound bind(Ground ground) {
        int[] order = fromTheOutput(ground.plan());
        return new Bound() {

            /** Between the two hooks of one lesson. */
            private float budgetOfNext;

            @Override
            public void scaleRates(NetworkState state, long updates, float[] rates) {
                for (int i = order.length - 1; i > updates / every; i--) {
                    rates[order[i]] = 0f;
                }
            }

            @Override
            public void observeSignals(Lesson lesson, Pass pass) {
                int next = joining(lesson);
                budgetOfNext = next < 0 ? 0f : pass.targets().linkBudget(next);
            }

            @Override
            public void afterLesson(Lesson lesson, Rehearsal rehearsal) {
                int next = joining(lesson);
                if (lesson.learned && next >= 0) {
                    lesson.events.add(LearningEvents.Kind.LAYER_UNFROZEN, next, budgetOfNext);
                }
            }

            /** The node that learns from the update on that follows the lesson's, if that is its first; else -1. */
            private int joining(Lesson lesson) {
                long updates = lesson.updates + 1;
                return updates % every == 0 && updates / every < order.length ? order[(int) (updates / every)] : -1;
            }
        };
    }
}
