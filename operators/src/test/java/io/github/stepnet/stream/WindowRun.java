package io.github.stepnet.stream;

import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.schemas.WindowUpdate;
import io.github.stepnet.stream.output.Outputs;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractUdfStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.windowing.windows.Window;
import org.apache.flink.streaming.runtime.operators.windowing.functions.InternalIterableProcessWindowFunction;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.OutputTag;

/** One subtask of a windowed network as {@link StepNetwork#applyTo} makes it, shipped as to a cluster, in Flink's harness. */
final class WindowRun
        extends HarnessRun<
                AbstractUdfStreamOperator<Prediction, InternalIterableProcessWindowFunction<?, ?, ?, ?>>,
                KeyedOneInputStreamOperatorTestHarness<String, Sample, Prediction>> {

    private static final OutputTag<Sample> LATE = new OutputTag<>("stepnet-late", TypeInformation.of(Sample.class));

    private WindowRun(
            StreamOperatorFactory<Prediction> factory,
            Backend backend,
            int parallelism,
            int subtask,
            OperatorSubtaskState from)
            throws Exception {
        super(
                AbstractUdfStreamOperator.class,
                new KeyedOneInputStreamOperatorTestHarness<>(
                        InstantiationUtil.clone(factory),
                        Sample::key,
                        Types.STRING,
                        StepNetwork.MAX_PARALLELISM,
                        parallelism,
                        subtask),
                backend,
                from);
    }

    static <W extends Window> WindowRun start(
            Backend backend, StepNetwork<Sample> network, WavelengthWindow<Sample, W> window) throws Exception {
        return new WindowRun(factory(network, window), backend, 1, 0, null);
    }

    static <W extends Window> WindowRun restore(
            Backend backend, StepNetwork<Sample> network, WavelengthWindow<Sample, W> window, OperatorSubtaskState from)
            throws Exception {
        return new WindowRun(factory(network, window), backend, 1, 0, from);
    }

    static <W extends Window> WindowRun subtask(
            Backend backend,
            StepNetwork<Sample> network,
            WavelengthWindow<Sample, W> window,
            int parallelism,
            int subtask,
            OperatorSubtaskState from)
            throws Exception {
        return new WindowRun(factory(network, window), backend, parallelism, subtask, from);
    }

    private static <W extends Window> StreamOperatorFactory<Prediction> factory(
            StepNetwork<Sample> network, WavelengthWindow<Sample, W> window) {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        return factory(network.applyTo(env.fromData(Sample.number(0)).keyBy(Sample::key), window)
                .predictions()
                .getTransformation());
    }

    private static StreamOperatorFactory<Prediction> factory(Transformation<Prediction> transformation) {
        return ((OneInputTransformation<?, Prediction>) transformation).getOperatorFactory();
    }

    WindowRun send(Sample sample) throws Exception {
        harness.processElement(new StreamRecord<>(sample, sample.time()));
        return this;
    }

    WindowRun send(long from, long to) throws Exception {
        for (long n = from; n < to; n++) {
            send(Sample.number(n));
        }
        return this;
    }

    WindowRun watermark(long time) throws Exception {
        harness.processWatermark(time);
        return this;
    }

    OperatorMetrics counts() {
        return ((WindowFunction<?, ?, ?, ?>) operator.getUserFunction().getWrappedFunction()).counts();
    }

    List<WindowUpdate> updates() {
        return side(Outputs.WINDOW_UPDATES);
    }

    List<Sample> late() {
        return side(LATE);
    }
}
