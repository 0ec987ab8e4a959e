/**
 * The Flink side: operators in which every key owns a network, behind one builder.
 *
 * <p>{@link io.github.stepnet.stream.StepNetwork} is the front door. It makes an operator plan, which travels in the job graph; the operator
 * compiles it and sends each event through: package {@code input} reads and checks it, package {@code state} finds the key's network, the engine ticks, package
 * {@code output} makes records of what it says. These packages are the only ones that import Flink; how a network learns is not their
 * business.
 *
 * <p>To add one here: an option is a constant of {@link io.github.stepnet.stream.StepNetworkOptions} and, if it is one of a single network too, a verb of the
 * builder; an output goes into package {@code output}.
 */
package io.github.stepnet.stream;
