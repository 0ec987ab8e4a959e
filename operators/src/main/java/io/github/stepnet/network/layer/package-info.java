/**
 * What a layer is, one file each.
 *
 * <p>A {@link io.github.stepnet.network.layer.LayerSpec} is an immutable record that compiles, for an input shape, to a {@link
 * io.github.stepnet.network.layer.Stage}. A stage answers to a few verbs and knows no rule: <em>forward</em> fills a sample's tape,
 * <em>pullback</em> moves a signal, <em>accumulate</em> adds a parameter gradient. A rule that wants more than the exact gradient says so by a
 * {@link io.github.stepnet.network.layer.Shaping}. Capabilities beyond the verbs are small interfaces with a stated fallback, such as
 * {@link io.github.stepnet.network.layer.FusedStep}.
 *
 * <p>To add one here: write the record with its compiled stage in one file and add its name to the {@code permits} clause of {@code
 * LayerSpec}. The text notation, the canonical form and the contract suite follow from the record.
 */
package io.github.stepnet.network.layer;
