/**
 * {@code stepnet analyze}: what models that settle to an equilibrium are like, untrained and trained, beside what the seeds published of theirs.
 *
 * <p>A {@link io.github.stepnet.jobs.analyze.Task} has patterns with classes; a {@link io.github.stepnet.jobs.analyze.Subject} is a model with or without a
 * bound of its weights; {@link io.github.stepnet.jobs.analyze.Portrait} has the figures of one network on one task, taken by {@link io.github.stepnet.jobs.analyze.Sitting}, and {@link
 * io.github.stepnet.jobs.analyze.SeedFigures} has the seeds' values. To add a task here: a factory of {@code Task} and its name in {@link
 * io.github.stepnet.jobs.analyze.AnalyzeCommand}.
 */
package io.github.stepnet.jobs.analyze;
