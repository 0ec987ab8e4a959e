/**
 * Drift detectors: each watches one sequence of figures, such as a key's errors, and says when they are no longer what they were.
 *
 * <p>A {@link io.github.stepnet.network.progress.drift.DriftDetector} is a {@link io.github.stepnet.network.progress.ProgressPart}: a stateless
 * record over slots of the caller's arrays, zeros for a fresh key, bounded, without a clock or a random number from elsewhere. {@link
 * io.github.stepnet.network.progress.drift.Adwin} and {@link io.github.stepnet.network.progress.drift.PageHinkley} compare means, {@link
 * io.github.stepnet.network.progress.drift.Ddm} error rates, {@link io.github.stepnet.network.progress.drift.Kswin} whole distributions. None decides
 * what follows from a drift.
 *
 * <p>To add one here: write the record in one file and add its name to the {@code permits} clause of {@code DriftDetector}; {@code
 * DriftDetectorContractTest} asks for an example of it. Say in its Javadoc the formula, what the statistic is, its slots, and the paper.
 */
package io.github.stepnet.network.progress.drift;
