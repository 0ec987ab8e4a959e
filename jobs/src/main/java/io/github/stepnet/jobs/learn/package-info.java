/**
 * The Kafka job: from a topic of events, through a network for each key, to topics of predictions,
 * milestones, layer health, learning events and dead letters.
 *
 * <p>{@link io.github.stepnet.jobs.learn.LearnJob} puts it together, in the order of the flow: {@code KafkaIn} reads and decodes
 * records, {@code SortOut} sends aside what is no event, {@code Split} sends each event to its agent where a job has several networks, the operator of {@code io.github.stepnet.stream} learns, {@code Encode} and
 * {@code DeadLetters} make bytes of what it says, and {@code KafkaOut} writes all of it in one transaction for each checkpoint.
 * {@link io.github.stepnet.jobs.learn.LearnCommand} is the same at a terminal, {@link io.github.stepnet.jobs.learn.LearnMain} for
 * {@code flink run}; both ask the brokers first ({@link io.github.stepnet.jobs.learn.BrokerCheck}), so that a missing topic is an answer
 * and not a job that restarts for ever.
 *
 * <p>To add one here: another output of the networks is a constant of {@code Output}, a topic in the configuration of the sink, and a stream
 * that {@code LearnJob.learn} encodes and unites with the others, under a uid of its own.
 */
package io.github.stepnet.jobs.learn;
