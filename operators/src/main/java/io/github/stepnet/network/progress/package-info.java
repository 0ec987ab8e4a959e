/**
 * How well a key does: prequential figures beside two baselines, and the milestones that they pass.
 *
 * <p>Every event is predicted before it is learned, so each answer is an honest test, and the share of right answers
 * needs no data set aside. It says little alone: on a stream where one class makes 90 % of the labels, or where labels
 * come in long runs, an accuracy of 90 % takes no learning at all. So every figure stands beside what two models that
 * do not learn would have had on the very same events, the most frequent label and the previous one (the running mean
 * and the last value for real-valued targets), and the figures that matter are differences: kappa, kappa-temporal,
 * skill, the lead of a milestone.
 *
 * <p>The parts are
 * {@linkplain io.github.stepnet.network.progress.ProgressPart stateless objects over slots of the caller's arrays}. Per
 * event the caller credits the answer, then shows the windowed figures to the tracker:
 *
 * <pre>{@code
 * progress.credit(longs, progressAt, doubles, lossAt, predicted, probabilityOfTruth, label);
 * milestones.observe(
 *         longs,
 *         milestonesAt,
 *         progress.windowAccuracy(longs, progressAt),
 *         progress.windowMajorityAccuracy(longs, progressAt),
 *         progress.windowPreviousAccuracy(longs, progressAt),
 *         progress.windowEvents(longs, progressAt),
 *         listener);
 * }</pre>
 *
 * <p>A regression model does the same with its skill and two zeros. Figures for reports come out as records of sums,
 * which are added over keys in the order of the keys and divided last; a mean of means would weigh a key that has seen
 * ten events like one that has seen a million.
 *
 * <p>Nothing here knows a network, a clock or a random number, and no verb that runs per event allocates. The same
 * events in the same order leave the same bits: logarithms are {@link java.lang.StrictMath}'s, and a window's sums are
 * rebuilt rather than subtracted from.
 *
 * <p>To add one here: a part is one file that implements {@code ProgressPart}, with zeros for a fresh key, a constant
 * amount of work per event and a record of sums with {@code plus} if it has figures to report; add it to the list in
 * {@code ProgressPartContractTest}, which checks its slots, its restart in mid-stream and its allocations. A test of
 * its own compares it with the plain loop over all events that it stands for.
 */
package io.github.stepnet.network.progress;
