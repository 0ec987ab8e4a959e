package io.github.stepnet.jobs.analyze;

import io.github.stepnet.network.EquilibriumNetwork;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;

/**
 * What one network is like on all patterns of a task. Every pattern settles from zeros; Lipschitz figures are of one damped iteration.
 *
 * @param random the largest gain between two random states and their images, {@code L_rand}: what the seeds call {@code L}; of the present state only, where there is a ring
 * @param bound {@code 1 - alpha + alpha gain}, {@code L_sup}: no two states come apart by more, in the largest norm of a slot where there is a ring; NaN for gates, which have none
 * @param norm the largest norm of the derivative at a settled state, {@code L_eq}, NaN if none has settled; of the state with its ring, where there is one
 * @param radius the largest spectral radius there, {@code rho_eq}: the rate at which settling ends
 * @param rate the largest rate at which residuals shrink over the last half of a pattern's iterations: what {@code rho_eq} comes to in practice; NaN if none has settled
 * @param iterations mean of a pattern, of those that settle
 * @param settled share of the patterns that settle
 * @param basin share of {@value Sitting#RESTARTS} random states for each pattern that settles, within (-1, 1), which settle where it does
 * @param apart mean distance of the settled states of two classes, relative to that of two patterns of one class; NaN without two such patterns
 * @param accuracy share of the patterns that are answered right
 * @param rises share of the first {@value Sitting#WATCHED} iterations at which the energy rises by more than floats round; NaN for a model without one
 * @param cosine mean over the patterns of the cosine between the estimated and the exact gradient of the body; NaN if no pattern can be judged
 */
record Portrait(
        double random,
        double bound,
        double norm,
        double radius,
        double rate,
        double iterations,
        double settled,
        double basin,
        double apart,
        double accuracy,
        double rises,
        double cosine) {

    /** Measures a network of one key. */
    static Portrait of(EquilibriumNetwork network, NetworkState state, Subject subject, Task task, long seed) {
        return new Sitting(network.body(), state, subject, task, new SplitMix64(seed), network.parameters(state).length)
                .take();
    }
}
