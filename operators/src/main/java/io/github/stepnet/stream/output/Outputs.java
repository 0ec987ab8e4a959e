package io.github.stepnet.stream.output;

import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DriftEvent;
import io.github.stepnet.schemas.EquilibriumEvent;
import io.github.stepnet.schemas.ExpiredExample;
import io.github.stepnet.schemas.ExpiredModel;
import io.github.stepnet.schemas.LayerHealth;
import io.github.stepnet.schemas.LearningEvent;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.ModelSnapshot;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.schemas.WindowUpdate;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.util.OutputTag;

/** The types and tags of what leaves the operator. Tag ids are public API. */
public final class Outputs {

    /** The type of the main output. */
    public static final TypeInformation<Prediction> PREDICTIONS = new AvroTypeInfo<>(Prediction.class);

    /** Thresholds of accuracy that keys reach or lose. */
    public static final OutputTag<Milestone> MILESTONES =
            new OutputTag<>("stepnet-milestones", new AvroTypeInfo<>(Milestone.class));

    /** How the layers of a key's network do. */
    public static final OutputTag<LayerHealth> LAYER_HEALTH =
            new OutputTag<>("stepnet-layer-health", new AvroTypeInfo<>(LayerHealth.class));

    /** What policies did to the networks of keys. */
    public static final OutputTag<LearningEvent> LEARNING_EVENTS =
            new OutputTag<>("stepnet-learning-events", new AvroTypeInfo<>(LearningEvent.class));

    /** Drifts of keys' streams, and what was done about them. */
    public static final OutputTag<DriftEvent> DRIFTS =
            new OutputTag<>("stepnet-drifts", new AvroTypeInfo<>(DriftEvent.class));

    /** What networks that settle have reached or lost. */
    public static final OutputTag<EquilibriumEvent> EQUILIBRIUM =
            new OutputTag<>("stepnet-equilibrium", new AvroTypeInfo<>(EquilibriumEvent.class));

    /** Events whose truths did not come, and truths whose events did not. */
    public static final OutputTag<ExpiredExample> EXPIRED =
            new OutputTag<>("stepnet-expired", new AvroTypeInfo<>(ExpiredExample.class));

    /** Models whose keys were silent for too long. */
    public static final OutputTag<ExpiredModel> EXPIRED_MODELS =
            new OutputTag<>("stepnet-expired-models", new AvroTypeInfo<>(ExpiredModel.class));

    /** Whole models, as they are now and then. */
    public static final OutputTag<ModelSnapshot> MODEL_SNAPSHOTS =
            new OutputTag<>("stepnet-model-snapshots", new AvroTypeInfo<>(ModelSnapshot.class));

    /** Windows of events that were learned at once. */
    public static final OutputTag<WindowUpdate> WINDOW_UPDATES =
            new OutputTag<>("stepnet-window-updates", new AvroTypeInfo<>(WindowUpdate.class));

    /** Events that taught nothing, and why. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("stepnet-dead-letters", new AvroTypeInfo<>(DeadLetter.class));

    private Outputs() {}
}
