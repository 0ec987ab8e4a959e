package io.github.stepnet.stream;

import io.github.stepnet.schemas.Prediction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The operator of one input. */
final class OperatorRun
        extends HarnessRun<
                StepNetworkOperator<String, Sample, Prediction>,
                KeyedOneInputStreamOperatorTestHarness<String, Sample, Prediction>> {

    private OperatorRun(
            StepNetworkOperator<String, Sample, Prediction> operator, Backend backend, OperatorSubtaskState from)
            throws Exception {
        super(
                StepNetworkOperator.class,
                new KeyedOneInputStreamOperatorTestHarness<>(
                        operator, Sample::key, Types.STRING, StepNetwork.MAX_PARALLELISM, 1, 0),
                backend,
                from);
    }

    static OperatorRun start(Backend backend, OperatorPlan<Sample, Prediction> plan) throws Exception {
        return start(backend, new StepNetworkOperator<>(plan));
    }

    static OperatorRun start(Backend backend, StepNetworkOperator<String, Sample, Prediction> operator)
            throws Exception {
        return new OperatorRun(operator, backend, null);
    }

    static OperatorRun restore(Backend backend, OperatorPlan<Sample, Prediction> plan, OperatorSubtaskState from)
            throws Exception {
        return new OperatorRun(new StepNetworkOperator<>(plan), backend, from);
    }

    OperatorRun send(Sample sample) throws Exception {
        harness.processElement(new StreamRecord<>(sample, sample.time()));
        return this;
    }

    OperatorRun send(long from, long to) throws Exception {
        for (long n = from; n < to; n++) {
            send(Sample.number(n));
        }
        return this;
    }

    OperatorRun watermark(long time) throws Exception {
        harness.processWatermark(time);
        return this;
    }
}
