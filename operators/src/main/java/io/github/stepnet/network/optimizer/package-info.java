/**
 * How a gradient becomes a step, one file each, and the learning rate's schedules.
 *
 * <p>An optimiser keeps its floats behind the parameters in a key's state, as many runs of the parameters' length as it has floats
 * per parameter, all zero for a fresh model. The rate depends on the number of updates that the key has made, never on a clock.
 *
 * <p>To add one here: write the record in one file, its loop in {@link io.github.stepnet.network.kernel.Kernel}, and add its name to the
 * {@code permits} clause of {@link io.github.stepnet.network.optimizer.Optimizer}.
 */
package io.github.stepnet.network.optimizer;
