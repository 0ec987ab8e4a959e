package io.github.stepnet.network.learning;

import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.Default;
import java.io.Serializable;
import java.util.List;

/**
 * When a key's network changes its learning rule, once and for good: a hybrid such as a tween that warms up and backpropagation that
 * finishes.
 *
 * <p>Weights, optimiser state and memory stay as they are, and the change is told as a {@link LearningEvents.Kind#HANDED_OVER}. It is looked
 * for at the end of every window, so many labelled events of the key; windows follow each other and do not slide.
 *
 * <p>What it does to the accuracy of the next 500 events, mean of 24 seeds of a small network: from {@link ChainTween} nothing (-0.2 to +0.3 points), from
 * {@link Tween} on a plateau -0.7 to +0.5. In the middle of its descent the heuristic tween's signals differ most from gradients, and Adam's averages are
 * of those: a hand-over then cost 1.0 points in a sweep.
 */
public sealed interface HandOver extends Serializable {

    /** The rules that are handed over to; none or one. */
    List<LearningRule> rules();

    /** Labelled events of a window; not asked where there are no {@link #rules}. */
    int window();

    /**
     * Checks that it may come.
     *
     * @throws IllegalArgumentException if it can never be due in a network with this task
     */
    default void checkFits(Loss.Task task) {}

    /**
     * Whether it is time, at the end of a window.
     *
     * @param updates updates that the key has seen, those of the window's last event counted
     * @param loss mean loss of the window's events
     * @param previousLoss mean loss of the window before, infinite for the first
     * @param accuracy share of right answers in the window, 0 where there are no classes
     */
    boolean isDue(long updates, double loss, double previousLoss, double accuracy);

    private static void check(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " is " + value + "; it must be at least 1");
        }
    }

    /** The rule stays. */
    record Never() implements HandOver {

        @Override
        public List<LearningRule> rules() {
            return List.of();
        }

        @Override
        public int window() {
            throw new UnsupportedOperationException("a rule that stays has no window");
        }

        @Override
        public boolean isDue(long updates, double loss, double previousLoss, double accuracy) {
            throw new UnsupportedOperationException("a rule that stays is never due");
        }
    }

    /**
     * After a number of updates, those of replayed examples counted: fewer than ticks at a cadence above 1, where truths are late, or
     * in a mesh that fills.
     *
     * @param to the rule from then on
     * @param updates the number
     */
    record AfterUpdates(LearningRule to, long updates) implements HandOver {

        public AfterUpdates {
            check("AfterUpdates.updates", updates);
        }

        @Override
        public List<LearningRule> rules() {
            return List.of(to);
        }

        @Override
        public int window() {
            return 1;
        }

        @Override
        public boolean isDue(long seen, double loss, double previousLoss, double accuracy) {
            return seen >= updates;
        }
    }

    /**
     * As soon as a window's mean loss is not below {@code 1 - gain} times that of the window before. A window with a
     * loss that is not finite is an outlier's and counts for neither.
     *
     * @param to the rule from then on
     * @param window events of a window; short ones take noise for a plateau
     * @param gain the least relative gain that is none, within [0, 1)
     */
    record OnPlateau(
            LearningRule to,
            @Default("1000") int window,
            @Default("0.01") float gain) implements HandOver {

        public OnPlateau {
            check("OnPlateau.window", window);
            if (!(gain >= 0f && gain < 1f)) {
                throw new IllegalArgumentException("OnPlateau.gain is " + gain + "; it must be within [0, 1)");
            }
        }

        @Override
        public List<LearningRule> rules() {
            return List.of(to);
        }

        @Override
        public boolean isDue(long updates, double loss, double previousLoss, double accuracy) {
            return Double.isFinite(loss) && loss >= (1.0 - gain) * previousLoss;
        }
    }

    /**
     * As soon as a window's share of right answers reaches a milestone. An error is a network that learns values.
     *
     * @param to the rule from then on
     * @param accuracy the share, within (0, 1]
     * @param window events of a window
     */
    record AtAccuracy(
            LearningRule to, float accuracy, @Default("500") int window) implements HandOver {

        public AtAccuracy {
            check("AtAccuracy.window", window);
            if (!(accuracy > 0f && accuracy <= 1f)) {
                throw new IllegalArgumentException("AtAccuracy.accuracy is " + accuracy + "; it must be within (0, 1]");
            }
        }

        @Override
        public List<LearningRule> rules() {
            return List.of(to);
        }

        @Override
        public void checkFits(Loss.Task task) {
            if (task != Loss.Task.CLASSIFICATION) {
                throw new IllegalArgumentException(
                        "AtAccuracy waits for an accuracy, but the network learns values; use on-plateau or after-updates");
            }
        }

        @Override
        public boolean isDue(long updates, double loss, double previousLoss, double reached) {
            return reached >= accuracy;
        }
    }
}
