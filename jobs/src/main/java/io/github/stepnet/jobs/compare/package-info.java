/**
 * {@code stepnet compare}: many networks on generated streams at equal budgets of sample gradients, in one table.
 *
 * <p>A {@link io.github.stepnet.jobs.compare.Suite} is a list of {@link io.github.stepnet.jobs.compare.Contest}s: a network, a stream, a place in the
 * table. {@link io.github.stepnet.jobs.compare.Trial} runs one contest with one seed in the bare engine; trials run side by side, and each is the same
 * wherever and whenever it runs. Every figure of theirs is prequential, on samples that the network has not seen.
 *
 * <p>The suite of modes is apart: the seeds of this project count right answers on the 500 samples that are learned, so a {@link
 * io.github.stepnet.jobs.compare.ModeTrial} does too, beside what the same network makes of fresh samples.
 *
 * <p>To add one here: a contest is one line in the file of its suite, a suite one file and one constant; a training mode is one
 * constant of {@link io.github.stepnet.jobs.compare.Mode}.
 */
package io.github.stepnet.jobs.compare;
