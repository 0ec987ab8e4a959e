package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;

/**
 * Mean loss and accuracy of a key's labelled events, window after window. State: two longs, three doubles.
 */
public final class LearningWindow {

    private final int events;
    private final int countAt;
    private final int hitsAt;
    private final int sumAt;
    private final int meanAt;
    private final int previousAt;

    /** Windows of so many events. */
    public LearningWindow(int events, StateLayout layout) {
        this.events = events;
        countAt = layout.reserveLongs(1);
        hitsAt = layout.reserveLongs(1);
        sumAt = layout.reserveDoubles(1);
        meanAt = layout.reserveDoubles(1);
        previousAt = layout.reserveDoubles(1);
    }

    /** No window has been; its loss counts as infinite. */
    public void initialize(NetworkState state) {
        state.doubles[meanAt] = Double.POSITIVE_INFINITY;
        state.doubles[previousAt] = Double.POSITIVE_INFINITY;
    }

    /** Takes in one event; true if it was the last of its window, whose figures then hold until the next event. */
    public boolean add(NetworkState state, double loss, boolean isHit) {
        if (state.longs[countAt] == events) {
            state.longs[countAt] = 0;
            state.longs[hitsAt] = 0;
            state.doubles[sumAt] = 0.0;
        }
        state.doubles[sumAt] += loss;
        state.longs[hitsAt] += isHit ? 1 : 0;
        if (++state.longs[countAt] < events) {
            return false;
        }
        state.doubles[previousAt] = state.doubles[meanAt];
        state.doubles[meanAt] = state.doubles[sumAt] / events;
        return true;
    }

    /** Mean loss of the last window. */
    public double loss(NetworkState state) {
        return state.doubles[meanAt];
    }

    /** Mean loss of the window before it. */
    public double previousLoss(NetworkState state) {
        return state.doubles[previousAt];
    }

    /** Share of right answers in the last window. */
    public double accuracy(NetworkState state) {
        return (double) state.longs[hitsAt] / events;
    }
}
