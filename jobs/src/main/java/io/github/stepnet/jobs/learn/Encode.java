package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.config.SinkConfig;
import io.github.stepnet.jobs.wire.RecordEncoder;
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
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Encodes what networks say, under the key of the network, so that a key's records stay in order in one partition.
 *
 * @param <T> the records
 */
final class Encode<T extends SpecificRecordBase> implements MapFunction<T, OutgoingRecord> {

    private static final long serialVersionUID = 1;

    private final Output output;
    private final SinkConfig.Format format;
    private final KeyOf<T> keyOf;
    private final Blank<T> blank;
    private final IsTombstone<T> isTombstone;

    private transient RecordEncoder<T> encoder;

    private Encode(Output output, SinkConfig.Format format, KeyOf<T> keyOf, Blank<T> blank) {
        this(output, format, keyOf, blank, record -> false);
    }

    private Encode(
            Output output, SinkConfig.Format format, KeyOf<T> keyOf, Blank<T> blank, IsTombstone<T> isTombstone) {
        this.output = output;
        this.format = format;
        this.keyOf = keyOf;
        this.blank = blank;
        this.isTombstone = isTombstone;
    }

    static Encode<Prediction> predictions(SinkConfig.Format format) {
        return new Encode<>(Output.PREDICTIONS, format, Prediction::getKey, Prediction::new);
    }

    static Encode<Milestone> milestones(SinkConfig.Format format) {
        return new Encode<>(Output.MILESTONES, format, Milestone::getKey, Milestone::new);
    }

    static Encode<LayerHealth> layerHealth(SinkConfig.Format format) {
        return new Encode<>(Output.HEALTH, format, LayerHealth::getKey, LayerHealth::new);
    }

    static Encode<LearningEvent> learningEvents(SinkConfig.Format format) {
        return new Encode<>(Output.LEARNING_EVENTS, format, LearningEvent::getKey, LearningEvent::new);
    }

    static Encode<ExpiredExample> expired(SinkConfig.Format format) {
        return new Encode<>(Output.EXPIRED, format, ExpiredExample::getKey, ExpiredExample::new);
    }

    static Encode<DriftEvent> drifts(SinkConfig.Format format) {
        return new Encode<>(Output.DRIFTS, format, DriftEvent::getKey, DriftEvent::new);
    }

    static Encode<ExpiredModel> expiredModels(SinkConfig.Format format) {
        return new Encode<>(Output.EXPIRED_MODELS, format, ExpiredModel::getKey, ExpiredModel::new);
    }

    static Encode<EquilibriumEvent> equilibriumEvents(SinkConfig.Format format) {
        return new Encode<>(Output.EQUILIBRIUM, format, EquilibriumEvent::getKey, EquilibriumEvent::new);
    }

    /** A model that has ended becomes a tombstone: a compacted topic forgets it. */
    static Encode<ModelSnapshot> modelSnapshots(SinkConfig.Format format) {
        return new Encode<>(
                Output.SNAPSHOTS, format, ModelSnapshot::getKey, ModelSnapshot::new, ModelSnapshot::getEnded);
    }

    static Encode<WindowUpdate> windowUpdates(SinkConfig.Format format) {
        return new Encode<>(Output.WINDOWS, format, WindowUpdate::getKey, WindowUpdate::new);
    }

    @Override
    public OutgoingRecord map(T record) {
        if (encoder == null) {
            encoder = format == SinkConfig.Format.JSON ? RecordEncoder.json() : RecordEncoder.avro(blank.get());
        }
        byte[] key = keyOf.apply(record).getBytes(StandardCharsets.UTF_8);
        return new OutgoingRecord(output, key, isTombstone.test(record) ? null : encoder.encode(record), Map.of());
    }

    private interface KeyOf<T> extends Function<T, String>, Serializable {}

    private interface IsTombstone<T> extends Predicate<T>, Serializable {}

    private interface Blank<T> extends Supplier<T>, Serializable {}
}
