package io.github.stepnet.stream;

import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DriftEvent;
import io.github.stepnet.schemas.EquilibriumEvent;
import io.github.stepnet.schemas.ExpiredExample;
import io.github.stepnet.schemas.ExpiredModel;
import io.github.stepnet.schemas.LayerHealth;
import io.github.stepnet.schemas.LearningEvent;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.ModelSnapshot;
import io.github.stepnet.schemas.WindowUpdate;
import io.github.stepnet.stream.output.Outputs;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * What comes out of networks that were applied to a stream: one stream for each kind of thing that they say.
 *
 * @param <R> what is emitted for a prediction
 */
public class JoinedStream<R> {

    private final SingleOutputStreamOperator<R> operator;

    JoinedStream(SingleOutputStreamOperator<R> operator) {
        this.operator = operator;
    }

    /** One record for each event that is answered, in the order of the answers; also the operator itself, to set its resources. */
    public SingleOutputStreamOperator<R> predictions() {
        return operator;
    }

    /** One record for each threshold of accuracy that a key reaches or loses. */
    public DataStream<Milestone> milestones() {
        return operator.getSideOutput(Outputs.MILESTONES);
    }

    /** One record for each layer at each update that is measured; none unless {@code health} is said to the builder. */
    public DataStream<LayerHealth> layerHealth() {
        return operator.getSideOutput(Outputs.LAYER_HEALTH);
    }

    /** One record for each change of how a key's network learns, such as a hand-over to another rule. */
    public DataStream<LearningEvent> learningEvents() {
        return operator.getSideOutput(Outputs.LEARNING_EVENTS);
    }

    /** One record for each drift that a network's detector notices; none unless the learner has one. */
    public DataStream<DriftEvent> drifts() {
        return operator.getSideOutput(Outputs.DRIFTS);
    }

    /** One record for each thing that a network which settles to an equilibrium has reached or lost; none unless the learner is of this kind. */
    public DataStream<EquilibriumEvent> equilibriumEvents() {
        return operator.getSideOutput(Outputs.EQUILIBRIUM);
    }

    /** One record for each event that waited for its truth in vain, or the other way round; none unless truths have a stream of their own. */
    public DataStream<ExpiredExample> expired() {
        return operator.getSideOutput(Outputs.EXPIRED);
    }

    /** One record for each firing of a window, after the predictions for its events; none unless events come in windows. */
    public DataStream<WindowUpdate> windowUpdates() {
        return operator.getSideOutput(Outputs.WINDOW_UPDATES);
    }

    /** One record for each model that was given up; none unless {@code expireAfter} is said to the builder. */
    public DataStream<ExpiredModel> expiredModels() {
        return operator.getSideOutput(Outputs.EXPIRED_MODELS);
    }

    /** One record for each model that is told, after the prediction of its tick; none unless {@code snapshots} is said to the builder. */
    public DataStream<ModelSnapshot> modelSnapshots() {
        return operator.getSideOutput(Outputs.MODEL_SNAPSHOTS);
    }

    /** One record for each event that could not be used. */
    public DataStream<DeadLetter> deadLetters() {
        return operator.getSideOutput(Outputs.DEAD_LETTERS);
    }
}
