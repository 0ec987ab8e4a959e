/**
 * The compiled graph: stages joined by wires, and the pass that runs them for a sample.
 *
 * <p>A {@link io.github.stepnet.network.plan.Plan} is immutable and shared by all keys. Splits and delays are not nodes: a wire's value is kept from
 * the tick that writes it until its sample leaves, so any later node may read it, and a skip path or a residual meets its own sample's
 * value without a delay line of its own. A {@link io.github.stepnet.network.plan.Pass} adds the subtask's arrays and walks the nodes; a
 * {@link io.github.stepnet.network.plan.PipelinedPass} walks them both ways at once, and {@link io.github.stepnet.network.plan.Targets} are the verbs of
 * rules that carry targets down.
 * Backward it can go on to the events before, as far as gradients reach through the memory of recurrent stages: rules see the same verbs at
 * every event, and nodes that have nothing to do with any memory are passed over.
 *
 * <p>To add one here: a new way for wires to meet (a concatenation, a gate) is a new
 * {@link io.github.stepnet.network.layer.Junction} beside the layer that lays it; nothing here changes.
 */
package io.github.stepnet.network.plan;
