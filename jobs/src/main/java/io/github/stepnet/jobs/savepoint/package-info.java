/**
 * {@code stepnet savepoint}: what is in a savepoint, models out of it, models into a new one, and other models of them.
 *
 * <p>A {@link io.github.stepnet.jobs.savepoint.SavepointFile} is opened by its metadata; a {@link io.github.stepnet.jobs.savepoint.NetworkOperator} of it shows the
 * networks of its keys, which {@link io.github.stepnet.jobs.savepoint.StoredModels} reads. A {@link io.github.stepnet.jobs.savepoint.Rewrite} writes a
 * {@link io.github.stepnet.jobs.savepoint.NewSavepoint} on the level of bytes: keyed state is a sequence of entries that name their state by a number, so timers and
 * states of whatever type pass by without being understood. Canonical savepoints are read as they lie; native ones by restoring their backend first.
 *
 * <p>A {@link io.github.stepnet.jobs.savepoint.ModelChange} is what a migration makes of a key, step by step; {@link io.github.stepnet.jobs.savepoint.WaitingEvents} and {@link
 * io.github.stepnet.jobs.savepoint.OpenWindows} look after what lies beside the networks in their layout.
 *
 * <p>To add one here: a command is a class with the annotation of the others, named in {@link io.github.stepnet.jobs.savepoint.SavepointCommand}; what it writes goes
 * through {@code Rewrite}, so that an error leaves nothing behind.
 */
package io.github.stepnet.jobs.savepoint;
