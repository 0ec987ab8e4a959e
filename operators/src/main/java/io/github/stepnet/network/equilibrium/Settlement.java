package io.github.stepnet.network.equilibrium;

/** How an attempt to settle has ended. */
public enum Settlement {
    /** The residual is below the tolerance. */
    CONVERGED,
    /** It is not, after as many iterations as are allowed; the state is what it was then. */
    CAPPED,
    /** The residual is not finite, or has grown to ten times its least. */
    DIVERGED
}
