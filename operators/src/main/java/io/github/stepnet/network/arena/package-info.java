/**
 * Where things lie: shapes, the positions of a key's state and of a subtask's work, and the random generator whose state
 * is one of those positions.
 *
 * <p>The engine has three memories. The <em>plan</em> is immutable and holds offsets; the <em>state</em> of a key is a
 * {@link io.github.stepnet.network.arena.NetworkState} laid out by a
 * {@link io.github.stepnet.network.arena.StateLayout}; the <em>work</em> of a subtask is a few {@code float[]}, those with
 * more than one thing in them laid out by a {@link io.github.stepnet.network.arena.WorkLayout}. Whatever a restart must not
 * lose is state, never work.
 *
 * <p>To add one here: a new kind of slot is a new reserving method of the layout, and a field of the state that the
 * serializer writes under a new format version.
 */
package io.github.stepnet.network.arena;
