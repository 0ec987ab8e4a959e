/**
 * From an answer to records: the outputs of the operator, their tags and types, and where they are made.
 *
 * <p>To add one here: a schema in {@code schemas}, a public tag in {@link io.github.stepnet.stream.output.Outputs}, one method of
 * {@link io.github.stepnet.stream.output.Records} that makes it, and a method of {@code LearnedStream} that hands the stream out.
 */
package io.github.stepnet.stream.output;
