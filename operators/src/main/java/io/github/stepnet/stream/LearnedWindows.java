package io.github.stepnet.stream;

import io.github.stepnet.schemas.Prediction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * What comes out of networks that learn from windows of events.
 *
 * @param <T> the events
 */
public final class LearnedWindows<T> extends JoinedStream<Prediction> {

    private final SingleOutputStreamOperator<Prediction> operator;
    private final OutputTag<T> late;

    LearnedWindows(SingleOutputStreamOperator<Prediction> operator, OutputTag<T> late) {
        super(operator);
        this.operator = operator;
        this.late = late;
    }

    /** The events whose windows are over, and the allowed lateness too; they are neither answered nor learned. */
    public DataStream<T> lateEvents() {
        return operator.getSideOutput(late);
    }
}
