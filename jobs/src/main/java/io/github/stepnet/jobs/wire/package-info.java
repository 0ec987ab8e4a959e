/**
 * From a topic's bytes to events, and from records to a topic's bytes; what a broker or Flink does with them is not known here.
 *
 * <p>An {@link io.github.stepnet.jobs.wire.EventFormat} opens a decoder for each subtask. It goes over a record once: the format's reader walks
 * the bytes and the tree of wanted fields together and hands each wanted value to its slot, which takes or refuses it; what is not wanted
 * is skipped and never made into an object. At the end the slots make an {@link io.github.stepnet.jobs.wire.IncomingEvent}. Anything
 * else is a {@link io.github.stepnet.jobs.wire.Refused} with a reason: readers are written for bytes that somebody else made, so no
 * length is believed before it is compared with the bytes that are there.
 *
 * <p>What is checked here is that a record can be read and has a key. Whether the values fit the network is the operator's business.
 *
 * <p>To add one here: a format is a record that {@code EventFormat} permits and an {@code EventBody} that walks its bytes; a part of an
 * event is a {@code Slot}, a component of {@code Fields}, and one of {@code IncomingEvent} with its line in the serializer.
 */
package io.github.stepnet.jobs.wire;
