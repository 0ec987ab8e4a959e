/**
 * Networks as ONNX graphs, for inference elsewhere.
 *
 * <p>{@link io.github.stepnet.jobs.savepoint.onnx.OnnxGraph} writes the file, {@link io.github.stepnet.jobs.savepoint.onnx.OnnxLayers} knows the layers, and
 * {@link io.github.stepnet.jobs.savepoint.onnx.OnnxExport} what comes before and behind them: scaling and answer.
 *
 * <p>To add one here: a layer is one more branch of {@code OnnxLayers.lay}, of operators of version 13, and a network with it in {@code OnnxExportTest}.
 */
package io.github.stepnet.jobs.savepoint.onnx;
