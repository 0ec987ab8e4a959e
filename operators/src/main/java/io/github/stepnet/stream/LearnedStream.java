package io.github.stepnet.stream;

import io.github.stepnet.schemas.Prediction;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** What comes out of networks whose predictions are emitted as they are. */
public final class LearnedStream extends JoinedStream<Prediction> {

    LearnedStream(SingleOutputStreamOperator<Prediction> operator) {
        super(operator);
    }
}
