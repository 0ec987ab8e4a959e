package io.github.stepnet.stream.output;

import io.github.stepnet.network.Answer;
import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.WindowLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.equilibrium.EquilibriumEvents;
import io.github.stepnet.network.equilibrium.Settlement;
import io.github.stepnet.network.health.StageHealth;
import io.github.stepnet.network.learning.DriftResponse;
import io.github.stepnet.network.learning.DriftWatch;
import io.github.stepnet.network.learning.Drifts;
import io.github.stepnet.network.learning.LearningEvents;
import io.github.stepnet.network.progress.MilestoneListener;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.network.progress.drift.Adwin;
import io.github.stepnet.network.progress.drift.Ddm;
import io.github.stepnet.network.progress.drift.DriftDetector;
import io.github.stepnet.network.progress.drift.PageHinkley;
import io.github.stepnet.schemas.Awaited;
import io.github.stepnet.schemas.DriftDetectorKind;
import io.github.stepnet.schemas.DriftEvent;
import io.github.stepnet.schemas.DriftResponseKind;
import io.github.stepnet.schemas.DriftWatched;
import io.github.stepnet.schemas.EquilibriumEvent;
import io.github.stepnet.schemas.EquilibriumEventKind;
import io.github.stepnet.schemas.ExpiredExample;
import io.github.stepnet.schemas.ExpiredModel;
import io.github.stepnet.schemas.ExpiryReason;
import io.github.stepnet.schemas.LayerHealth;
import io.github.stepnet.schemas.LearningEvent;
import io.github.stepnet.schemas.LearningEventKind;
import io.github.stepnet.schemas.Milestone;
import io.github.stepnet.schemas.MilestoneKind;
import io.github.stepnet.schemas.NamedTensor;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.schemas.WindowUpdate;
import io.github.stepnet.stream.state.PendingEntry;
import io.github.stepnet.stream.state.PendingEvent;
import io.github.stepnet.stream.state.PendingTruth;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays;

/** What a learner says, as records. The engine counts ticks and events from 1, the records from 0. */
public final class Records {

    private static final Schema OUTPUTS =
            Prediction.getClassSchema().getField("outputs").schema();

    private Records() {}

    /**
     * The record of an answer that is present.
     *
     * @param fingerprint of the model's specification; the text is shared by all records
     */
    public static Prediction prediction(String key, String fingerprint, Answer answer) {
        Prediction prediction = new Prediction();
        prediction.setKey(key);
        prediction.setAnswersEventId(eventId(answer));
        prediction.setTick(answer.tick - 1);
        prediction.setLatencyTicks(answer.latencyTicks);
        prediction.setOutputs(unboxed(answer.outputs));
        if (answer.predictedClass >= 0) {
            prediction.setPredictedClass(answer.predictedClass);
            prediction.setConfidence(answer.confidence());
        }
        if (answer.known) {
            prediction.setLoss(answer.loss);
        }
        prediction.setModelVersion(answer.updates);
        prediction.setFingerprint(fingerprint);
        if (answer.settlement != null) {
            prediction.setIterations(answer.iterations);
            prediction.setResidual(answer.settlement == Settlement.DIVERGED ? null : answer.residual);
        }
        return prediction;
    }

    /** The record of a milestone that an answer completed. */
    public static Milestone milestone(
            String key,
            String fingerprint,
            Answer answer,
            MilestoneListener.Kind kind,
            int percent,
            double accuracy,
            double majority,
            double previous,
            int windowEvents) {
        Milestone milestone = new Milestone();
        milestone.setKey(key);
        milestone.setEventId(eventId(answer));
        milestone.setTick(answer.tick - 1);
        milestone.setFingerprint(fingerprint);
        milestone.setKind(kind == MilestoneListener.Kind.REACHED ? MilestoneKind.REACHED : MilestoneKind.LOST);
        milestone.setThresholdPercent(percent);
        milestone.setAccuracy((float) accuracy);
        milestone.setWindowEvents(windowEvents);
        milestone.setMajorityAccuracy((float) majority);
        milestone.setPreviousLabelAccuracy((float) previous);
        milestone.setLead((float) Milestones.lead(accuracy, majority, previous));
        return milestone;
    }

    /** The record of a stage that was measured at the update of an answer. */
    public static LayerHealth layerHealth(String key, Answer answer, Long timeMillis, StageHealth stage) {
        LayerHealth health = new LayerHealth();
        health.setKey(key);
        health.setEventId(eventId(answer));
        health.setTimeMillis(timeMillis);
        health.setTick(answer.tick - 1);
        health.setUpdates(answer.measuredUpdate);
        health.setName(stage.name());
        health.setLayer(stage.layer());
        health.setIndex(stage.index());
        health.setDepth(stage.depth());
        health.setGap(stage.gap);
        health.setLinkBudget(stage.linkBudget);
        health.setDepthBarrier(stage.depthBarrier);
        health.setBottleneck(stage.isBottleneck);
        health.setZeroOutputs(stage.zeroOutputs);
        health.setGradientNorm(stage.isTrained() ? stage.gradientNorm : null);
        health.setParameterNorm(stage.parameters() > 0 ? stage.parameterNorm : null);
        health.setWeight(Double.isNaN(stage.weight) ? null : stage.weight);
        return health;
    }

    /**
     * The record of what a policy did in the tick of an answer.
     *
     * @param stage name of the stage that it happened to; null for the whole network
     */
    public static LearningEvent learningEvent(
            String key, Answer answer, Long timeMillis, LearningEvents.Kind kind, String stage, double value) {
        LearningEvent event = new LearningEvent();
        event.setKey(key);
        event.setEventId(eventId(answer));
        event.setTimeMillis(timeMillis);
        event.setTick(answer.tick - 1);
        event.setUpdates(answer.updates);
        event.setKind(
                switch (kind) {
                    case HANDED_OVER -> LearningEventKind.HANDED_OVER;
                    case LAYER_UNFROZEN -> LearningEventKind.LAYER_UNFROZEN;
                    case LAYER_BYPASSED -> LearningEventKind.LAYER_BYPASSED;
                    case BEST_RESTORED -> LearningEventKind.BEST_RESTORED;
                    case RATE_CUT -> LearningEventKind.RATE_CUT;
                });
        event.setStage(stage);
        event.setValue(value);
        return event;
    }

    /**
     * The record of a drift that a tick has shown.
     *
     * @param enteredId id of the event that came in at that tick; null if it is known by its number only
     */
    public static DriftEvent drift(
            String key, Answer answer, String enteredId, Long timeMillis, Drifts drifts, int drift) {
        DriftWatch watch = drifts.watch(drift);
        boolean isInput = watch instanceof DriftWatch.Inputs;
        DriftEvent event = new DriftEvent();
        event.setKey(key);
        event.setEventId(isInput ? eventId(enteredId, answer.entered) : eventId(answer));
        event.setTimeMillis(timeMillis);
        event.setTick(answer.tick - 1);
        event.setUpdates(answer.updates);
        event.setDetector(detector(watch.detector()));
        event.setWatched(
                isInput
                        ? DriftWatched.INPUTS
                        : watch instanceof DriftWatch.Losses ? DriftWatched.LOSSES : DriftWatched.ERRORS);
        event.setFeature(isInput ? drifts.watched(drift) : null);
        event.setStatistic(drifts.statistic(drift));
        event.setResponse(response(drifts.response(drift)));
        return event;
    }

    /** The record of what a network that settles has reached or lost in the tick of an answer. */
    public static EquilibriumEvent equilibriumEvent(
            String key, Answer answer, Long timeMillis, EquilibriumEvents.Kind kind, double value) {
        EquilibriumEvent event = new EquilibriumEvent();
        event.setKey(key);
        event.setEventId(eventId(answer));
        event.setTimeMillis(timeMillis);
        event.setTick(answer.tick - 1);
        event.setUpdates(answer.updates);
        event.setKind(
                switch (kind) {
                    case CONVERGED -> EquilibriumEventKind.CONVERGED;
                    case CONTRACTIVE -> EquilibriumEventKind.CONTRACTIVE;
                    case ENERGY_DESCENT -> EquilibriumEventKind.ENERGY_DESCENT;
                    case GRADIENT_OK -> EquilibriumEventKind.GRADIENT_OK;
                    case DIVERGED -> EquilibriumEventKind.DIVERGED;
                });
        event.setValue(Double.isFinite(value) ? value : null);
        return event;
    }

    private static DriftDetectorKind detector(DriftDetector detector) {
        if (detector instanceof Adwin) {
            return DriftDetectorKind.ADWIN;
        }
        if (detector instanceof PageHinkley) {
            return DriftDetectorKind.PAGE_HINKLEY;
        }
        return detector instanceof Ddm ? DriftDetectorKind.DDM : DriftDetectorKind.KSWIN;
    }

    private static DriftResponseKind response(DriftResponse response) {
        if (response instanceof DriftResponse.RaiseRate) {
            return DriftResponseKind.RATE_RAISED;
        }
        if (response instanceof DriftResponse.PartialReset) {
            return DriftResponseKind.PARTIALLY_RESET;
        }
        return response instanceof DriftResponse.RollBack ? DriftResponseKind.ROLLED_BACK : DriftResponseKind.NONE;
    }

    /** The record of something that has waited in vain. */
    public static ExpiredExample expired(String key, PendingEntry entry, ExpiryReason reason) {
        ExpiredExample expired = new ExpiredExample();
        expired.setKey(key);
        expired.setEventId(entry.eventId);
        expired.setTimeMillis(entry.timeMillis == PendingEntry.NO_TIME ? null : entry.timeMillis);
        expired.setReason(reason);
        if (entry instanceof PendingEvent event) {
            expired.setWaitedFor(Awaited.TRUTH);
            expired.setOutputs(unboxed(event.outputs));
        } else {
            expired.setWaitedFor(Awaited.EVENT);
            expired.setTruth(unboxed(((PendingTruth) entry).truth));
        }
        return expired;
    }

    /** The record of a model that is given up. */
    public static ExpiredModel expiredModel(
            String key,
            long lastEventMillis,
            long expiredMillis,
            String specification,
            String fingerprint,
            float[] parameters) {
        ExpiredModel model = new ExpiredModel();
        model.setKey(key);
        model.setLastEventMillis(lastEventMillis);
        model.setExpiredMillis(expiredMillis);
        model.setSpecification(specification);
        model.setFingerprint(fingerprint);
        model.setParameters(unboxed(parameters));
        return model;
    }

    /**
     * The record of a window that has been learned; why it fired is not said yet.
     *
     * @param updatesBefore updates that the model had seen when it answered the events
     * @param isRefused whether an update was not taken
     */
    public static WindowUpdate windowUpdate(
            String key, int events, WindowLearner window, long updatesBefore, boolean isRefused) {
        WindowUpdate update = new WindowUpdate();
        update.setKey(key);
        update.setEvents(events);
        update.setLabelledEvents(window.labelled());
        update.setClasses(window.classes());
        update.setChannels((int) window.channels());
        update.setGradients(window.means());
        update.setUpdatesTaken(window.updatesTaken());
        update.setUpdates(updatesBefore + window.updatesTaken());
        update.setMeanLoss(window.labelled() > 0 ? (float) window.meanLoss() : null);
        update.setRefused(isRefused);
        return update;
    }

    /** Tensors of a key's model with their values. */
    public static List<NamedTensor> tensors(List<ModelTensor> tensors, NetworkState state) {
        List<NamedTensor> named = new ArrayList<>(tensors.size());
        for (ModelTensor tensor : tensors) {
            int count = tensor.shape().floats();
            ByteBuffer values = ByteBuffer.allocate(count * tensor.width());
            tensor.read(state, values);
            values.flip();
            NamedTensor one = new NamedTensor();
            one.setName(tensor.name());
            one.setShape(IntStream.range(0, tensor.shape().rank())
                    .mapToObj(tensor.shape()::size)
                    .toList());
            switch (tensor.kind()) {
                case FLOATS -> {
                    float[] floats = new float[count];
                    values.asFloatBuffer().get(floats);
                    one.setFloats(unboxed(floats));
                }
                case DOUBLES ->
                    one.setDoubles(IntStream.range(0, count)
                            .mapToObj(i -> values.getDouble())
                            .toList());
                default ->
                    one.setLongs(IntStream.range(0, count)
                            .mapToObj(i -> values.getLong())
                            .toList());
            }
            named.add(one);
        }
        return named;
    }

    /** What an answered event is called: by its own id, or by its number within the key. */
    public static String eventId(Answer answer) {
        return eventId(answer.eventId, answer.sequence);
    }

    private static String eventId(String id, long sequence) {
        return id != null ? id : Long.toString(sequence - 1);
    }

    /** A list that keeps its floats as they are: one array, not one object for each. */
    private static List<Float> unboxed(float[] values) {
        PrimitivesArrays.FloatArray list = new PrimitivesArrays.FloatArray(values.length, OUTPUTS);
        for (int i = 0; i < values.length; i++) {
            list.add(i, values[i]);
        }
        return list;
    }
}
