package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.Default;

/**
 * Goes back to the best weights so far when a key's network has become clearly worse.
 *
 * <p>Labelled events are scored by one window of {@code window} after the other, as they were answered: accuracy {@code a} for classes,
 * mean loss {@code m} for values. At the end of a window that is at least as good as the best, all parameters of all layers are kept. At
 * the end of one with {@code a < best - drop}, or {@code m > (1 + drop) best}, those kept are restored, which is told as a {@link
 * LearningEvents.Kind#BEST_RESTORED}. If the window after that is as bad, it is the task that has changed: that window then counts as the
 * best, with the weights at its end.
 *
 * <p>The optimiser's state stays as it is: the sizes of gradients in it still fit, and a momentum fades within a few updates. So do the
 * carried memory and a gradient that waits for its cadence. State: as many floats as parameters, three longs, four doubles.
 *
 * <p>An error is a window outside [1, 1000000] or a drop that is not above 0 and finite, for classes below 1. Not with short windows: the
 * best of many is a matter of luck, and with 100 events and an accuracy of 0.9 one in twenty is 0.05 lower by chance. It does not cure a
 * rate that is too high; {@link ExplosionDetector} does. Section 3.11 of the stepping specification, whose best state left layers out
 * (6.16).
 *
 * @param window labelled events of a window
 * @param drop by how much a window must be worse than the best: accuracy, or share of the mean loss
 */
public record BestState(
        @Default("500") int window, @Default("0.05") float drop) implements Technique {

    /** Larger weights are not kept, so that restoring takes no key out of the range in which steps are known to stay finite. */
    static final float LARGEST = 0x1p50f;

    public BestState {
        if (window < 1 || window > 1_000_000) {
            throw new IllegalArgumentException(
                    "BestState.window is " + window + "; it must be within [1, 1000000] events");
        }
        if (!(drop > 0f && drop < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("BestState.drop is " + drop + "; it must be above 0 and finite");
        }
    }

    /** Windows of 500 events, and a drop of 0.05. */
    public BestState() {
        this(500, 0.05f);
    }

    @Override
    public boolean tells() {
        return true;
    }

    @Override
    public Bound bind(Ground ground) {
        if (ground.loss().task() == Loss.Task.CLASSIFICATION && drop >= 1f) {
            throw new IllegalArgumentException(
                    "BestState.drop is " + drop + ", but no accuracy drops by 1; it must be below 1 for classes");
        }
        return new Kept(this, ground);
    }

    /** The best weights of a key, in its state. */
    private static final class Kept implements Bound {

        private static final long NOTHING = 0;
        private static final long KEPT = 1;
        private static final long JUST_RESTORED = 2;

        private final BestState spec;
        private final Kernel kernel;
        private final boolean hasClasses;
        private final int parameters;
        private final int parametersAt;
        private final LearningWindow window;
        private final int keptAt;
        private final int bestAt;
        private final int statusAt;

        Kept(BestState spec, Ground ground) {
            this.spec = spec;
            kernel = ground.kernel();
            hasClasses = ground.loss().task() == Loss.Task.CLASSIFICATION;
            parameters = ground.plan().parameterFloats();
            parametersAt = ground.parametersAt();
            window = new LearningWindow(spec.window, ground.layout());
            keptAt = ground.layout().reserveFloats(parameters);
            bestAt = ground.layout().reserveDoubles(1);
            statusAt = ground.layout().reserveLongs(1);
        }

        @Override
        public void initialize(NetworkState state) {
            window.initialize(state);
        }

        @Override
        public void afterLesson(Lesson lesson, Rehearsal rehearsal) {
            NetworkState state = lesson.state;
            if (!window.add(state, lesson.loss, lesson.isHit)) {
                return;
            }
            double figure = hasClasses ? window.accuracy(state) : window.loss(state);
            double best = state.doubles[bestAt];
            long status = state.longs[statusAt];
            boolean isWorse = status != NOTHING && isWorse(figure, best);
            if (isWorse && status == KEPT) {
                System.arraycopy(state.floats, keptAt, state.floats, parametersAt, parameters);
                state.longs[statusAt] = JUST_RESTORED;
                lesson.events.add(LearningEvents.Kind.BEST_RESTORED, best);
            } else if (status == NOTHING || isWorse || (hasClasses ? figure >= best : figure <= best)) {
                keep(state, figure);
            } else {
                state.longs[statusAt] = KEPT;
            }
        }

        /** A figure that is no number is worse than any. */
        private boolean isWorse(double figure, double best) {
            return hasClasses ? figure < best - spec.drop : !(figure <= (1.0 + spec.drop) * best);
        }

        private void keep(NetworkState state, double figure) {
            if (!Double.isFinite(figure) || kernel.maxMagnitude(parameters, state.floats, parametersAt) >= LARGEST) {
                return;
            }
            System.arraycopy(state.floats, parametersAt, state.floats, keptAt, parameters);
            state.doubles[bestAt] = figure;
            state.longs[statusAt] = KEPT;
        }
    }
}
