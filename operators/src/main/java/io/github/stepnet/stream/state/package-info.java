/**
 * Where networks lie: hot ones in a cache of the subtask, all of them in keyed state, and in checkpoints as one block of bytes each.
 *
 * <p>{@link io.github.stepnet.stream.state.HotCache} decides when a network is written, {@link io.github.stepnet.stream.state.KeyedNetworks} does it, and
 * {@link io.github.stepnet.stream.state.NetworkStateSerializer} turns it into bytes. What the bytes are is described by a
 * {@link io.github.stepnet.stream.state.StateFormat}, which every checkpoint carries; the names of the serializer's snapshot class and of the
 * state are in every checkpoint too and never change.
 *
 * <p>To add one here: a new format of a value gets the next format version and keeps the reader of the old one. A binary of each version
 * lies in the test resources, and a test reads it forever.
 */
package io.github.stepnet.stream.state;
