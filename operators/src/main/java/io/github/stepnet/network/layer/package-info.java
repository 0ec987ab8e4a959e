/**
 * What a layer is, one file each.
 *
 * <p>A {@link io.github.stepnet.network.layer.LayerSpec} is an immutable record that lays itself into a graph behind a wire. Most
 * layers lay one {@link io.github.stepnet.network.layer.Stage}; containers lay their parts and join wires by a {@link
 * io.github.stepnet.network.layer.Junction}. A stage answers to a few verbs and knows no rule: <em>forward</em> fills a sample's tape and
 * takes the memory further, <em>delta</em> starts the way back, <em>accumulate</em> adds a parameter gradient, <em>pullback</em> moves a
 * signal. What a rule wants beyond the exact gradient is done around the verbs. Capabilities beyond them are small interfaces with a
 * stated fallback, such as {@link io.github.stepnet.network.layer.FusedStep}.
 *
 * <p>To add one here: write the record with its compiled stage in one file, add its name to the {@code permits} clause of {@code
 * LayerSpec}, and a test of its name that extends {@code LayerContract} and names examples. The text notation and the canonical form
 * follow from the record.
 */
package io.github.stepnet.network.layer;
