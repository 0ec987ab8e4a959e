/**
 * {@code stepnet evaluate}: test, then train, over a file or a generated stream, and the figures of it.
 *
 * <p>{@link io.github.stepnet.jobs.evaluate.EvaluateCommand} turns options into an {@code Evaluation}: some {@code Data}, a learner's text and a
 * {@code Runner}. A runner hands out one {@code Outcome} for each row; the {@code Scorecard} credits them, each key by itself and the keys added
 * up in the order of their names. So the bare engine and a Flink job of any parallelism print the same bits: what a runner may mix up
 * does not matter to the score, and what matters, the order within a key, no runner changes.
 *
 * <p>To add one here: another kind of data is another {@code Data} and an option of {@code DataArguments}; another learner to start from is a
 * YAML file beside {@code LearnerText} and its name there; another figure is a {@code Measure} and the {@code Score} that has it.
 */
package io.github.stepnet.jobs.evaluate;
