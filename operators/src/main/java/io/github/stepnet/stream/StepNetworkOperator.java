package io.github.stepnet.stream;

import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The operator of events that bring their truth with them, or have none.
 *
 * @param <K> the keys
 * @param <IN> the events
 * @param <OUT> the main output
 */
class StepNetworkOperator<K, IN, OUT> extends LearningOperator<K, IN, OUT>
        implements OneInputStreamOperator<IN, OUT>, BoundedOneInput {

    private static final long serialVersionUID = 1;

    StepNetworkOperator(OperatorPlan<IN, OUT> plan) {
        super(plan);
    }

    @Override
    public void processElement(StreamRecord<IN> element) throws Exception {
        take(element);
    }

    @Override
    public void endInput() throws Exception {
        flush();
    }
}
