package io.github.stepnet.network.equilibrium;

/** What a key's equilibrium network has reached or lost in one tick: a few events, without allocation. Reused for every tick of a subtask. */
public final class EquilibriumEvents {

    /** What happened. Each is told when it becomes so, and again only after it has clearly ceased to be so. */
    public enum Kind {
        /** An event settled; the value is its residual. Armed again at ten times the tolerance. */
        CONVERGED(1 << 0),
        /** The weights are proved to settle from everywhere; the value is the bound of the damped map's Lipschitz constant. Armed again at 1. */
        CONTRACTIVE(1 << 1),
        /** The energy fell at every iteration of an audited event; the value is the largest rise. Armed again at ten times the tolerance. */
        ENERGY_DESCENT(1 << 2),
        /** The estimated gradient of an audited event points where the exact one does; the value is the cosine. Armed again below 0.98. */
        GRADIENT_OK(1 << 3),
        /** An event did not settle but diverge, and the key's settled state was reset; the value is the residual. Armed again when one has settled. */
        DIVERGED(1 << 4);

        /** Where a key's state says that it has been told. */
        final long bit;

        Kind(long bit) {
            this.bit = bit;
        }
    }

    private final Kind[] kinds = new Kind[Kind.values().length];
    private final double[] values = new double[kinds.length];
    private int count;

    public int count() {
        return count;
    }

    public Kind kind(int event) {
        return kinds[event];
    }

    public double value(int event) {
        return values[event];
    }

    void add(Kind kind, double value) {
        kinds[count] = kind;
        values[count] = value;
        count++;
    }

    void clear() {
        count = 0;
    }
}
