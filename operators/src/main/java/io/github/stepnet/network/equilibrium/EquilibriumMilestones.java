package io.github.stepnet.network.equilibrium;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.equilibrium.EquilibriumEvents.Kind;

/**
 * Turns the figures of a key's ticks into {@link EquilibriumEvents}, with a hysteresis that keeps a figure which hovers at its threshold silent.
 *
 * <p>State: a long, of which a bit for each kind says whether it has been told and is not armed again yet.
 */
final class EquilibriumMilestones {

    private static final double GOOD_COSINE = 0.99;
    private static final double LOST_COSINE = 0.98;
    private static final double REARM = 10;

    private final double tolerance;
    private final double energyTolerance;
    private final int toldAt;
    private final EquilibriumEvents events = new EquilibriumEvents();

    /**
     * Milestones of one learner.
     *
     * @param tolerance residual of a settled state
     * @param energyTolerance by how much an energy may rise by rounding
     */
    EquilibriumMilestones(double tolerance, double energyTolerance, StateLayout layout) {
        this.tolerance = tolerance;
        this.energyTolerance = energyTolerance;
        toldAt = layout.reserveLongs(1);
    }

    /** Starts a tick, whose events are told here until the next. */
    EquilibriumEvents startTick() {
        events.clear();
        return events;
    }

    void settled(NetworkState state, Settlement settlement, double residual) {
        boolean hasDiverged = settlement == Settlement.DIVERGED;
        boolean hasSettled = settlement == Settlement.CONVERGED;
        observe(state, Kind.CONVERGED, residual, hasSettled, hasDiverged || residual >= REARM * tolerance);
        observe(state, Kind.DIVERGED, residual, hasDiverged, hasSettled);
    }

    void bounded(NetworkState state, double bound) {
        observe(state, Kind.CONTRACTIVE, bound, bound < 1, bound >= 1);
    }

    void watched(NetworkState state, double rise) {
        observe(state, Kind.ENERGY_DESCENT, rise, rise <= energyTolerance, rise > REARM * energyTolerance);
    }

    void compared(NetworkState state, double cosine) {
        observe(state, Kind.GRADIENT_OK, cosine, cosine > GOOD_COSINE, !(cosine >= LOST_COSINE));
    }

    private void observe(NetworkState state, Kind kind, double value, boolean isReached, boolean isLost) {
        boolean wasTold = (state.longs[toldAt] & kind.bit) != 0;
        if (isReached && !wasTold) {
            state.longs[toldAt] |= kind.bit;
            events.add(kind, value);
        } else if (isLost) {
            state.longs[toldAt] &= ~kind.bit;
        }
    }
}
