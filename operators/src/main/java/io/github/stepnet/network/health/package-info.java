/**
 * What a network's stages look like from the inside while it learns: gaps, link budgets, norms.
 *
 * <p>A {@link io.github.stepnet.network.health.StageProbe} is asked by the trainer at every so many updates of a key. It reads what an update
 * has at hand anyway, between the backward pass and the step, and changes nothing: every learned bit is the same with and without it, so
 * measuring is no part of a learner's specification and can be turned on or off for a state that exists.
 *
 * <p>To add one here: a field of {@link io.github.stepnet.network.health.StageHealth}, where the probe fills it in, and a field of the record
 * {@code LayerHealth}.
 */
package io.github.stepnet.network.health;
