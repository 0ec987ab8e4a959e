package io.github.stepnet.stream;

import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.schemas.Prediction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/** One subtask of the operator of events and truths. */
final class LateRun
        extends HarnessRun<
                LateTruthOperator<String, Sample, LateRun.Inspection, Prediction>,
                KeyedTwoInputStreamOperatorTestHarness<String, Sample, LateRun.Inspection, Prediction>> {

    /** A truth as it comes later. */
    record Inspection(String key, String sample, int state, long time) {

        static Inspection of(Sample sample) {
            return new Inspection(sample.key(), sample.id(), sample.label(), sample.time());
        }

        Inspection at(long millis) {
            return new Inspection(key, sample, state, millis);
        }
    }

    static LateTruth<Inspection> labels() {
        return LateTruth.label(Inspection::sample, Sample.CLASSES, Inspection::state);
    }

    private static LateTruthOperator<String, Sample, Inspection, Prediction> operator(
            LearnerSpec learner, LateTruth<Inspection> late) {
        return new LateTruthOperator<>(
                Nets.latePlan(learner), late, TypeInformation.of(Sample.class), TypeInformation.of(Inspection.class));
    }

    private LateRun(
            LateTruthOperator<String, Sample, Inspection, Prediction> operator,
            Backend backend,
            OperatorSubtaskState from,
            int parallelism,
            int subtask)
            throws Exception {
        super(
                LateTruthOperator.class,
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        operator,
                        Sample::key,
                        Inspection::key,
                        Types.STRING,
                        StepNetwork.MAX_PARALLELISM,
                        parallelism,
                        subtask),
                backend,
                from);
    }

    static LateRun start(Backend backend, LateTruth<Inspection> late) throws Exception {
        return start(backend, Execution.SWEEP, late);
    }

    static LateRun start(Backend backend, Execution execution, LateTruth<Inspection> late) throws Exception {
        return start(backend, Nets.classifier(execution), late);
    }

    static LateRun start(Backend backend, LearnerSpec learner, LateTruth<Inspection> late) throws Exception {
        return new LateRun(operator(learner, late), backend, null, 1, 0);
    }

    static LateRun restore(
            Backend backend, LateTruth<Inspection> late, OperatorSubtaskState from, int parallelism, int subtask)
            throws Exception {
        return new LateRun(operator(Nets.classifier(Execution.SWEEP), late), backend, from, parallelism, subtask);
    }

    static LateRun restore(Backend backend, LearnerSpec learner, LateTruth<Inspection> late, OperatorSubtaskState from)
            throws Exception {
        return new LateRun(operator(learner, late), backend, from, 1, 0);
    }

    LateRun send(Sample sample) throws Exception {
        harness.processElement1(new StreamRecord<>(sample, sample.time()));
        return this;
    }

    LateRun send(Inspection truth) throws Exception {
        harness.processElement2(new StreamRecord<>(truth, truth.time()));
        return this;
    }

    LateRun watermark(long time) throws Exception {
        harness.processBothWatermarks(new Watermark(time));
        return this;
    }
}
