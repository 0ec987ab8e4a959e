/**
 * From a user's event to an {@link io.github.stepnet.network.Example}: the readers that a user writes as lambdas, and the checks that every
 * event passes before it comes near a model.
 *
 * <p>To add one here: a new thing to read from an event is one functional interface that is {@code Serializable}, a method of
 * {@link io.github.stepnet.stream.input.ExampleReader} that takes it, and a reason in the schema of dead letters for what can be wrong with it.
 */
package io.github.stepnet.stream.input;
