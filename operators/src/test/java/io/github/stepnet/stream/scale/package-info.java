/**
 * What many keys cost: a million networks on one machine, and checkpoints of up to a hundred thousand. Programs for the profile {@code scale}; a test
 * runs them with few keys.
 *
 * <p>{@link io.github.stepnet.stream.scale.ScaleJob} is the job of both, in a cluster in this JVM, with a source that stops where it is told. Because of it
 * phases end at a known event, and a checkpoint is taken of a known state.
 *
 * <p>To add one here: a class with a main, a call of it in the test, and an execution in the profile.
 */
package io.github.stepnet.stream.scale;
