package io.github.stepnet.stream;

import static io.github.stepnet.network.layer.Activation.LEAKY_RELU;
import static io.github.stepnet.network.layer.Activation.TANH;

import io.github.stepnet.network.EquilibriumLearner;
import io.github.stepnet.network.EquilibriumSpec;
import io.github.stepnet.network.Execution;
import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.NetworkSpec;
import io.github.stepnet.network.equilibrium.ToroidalMlp;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.layer.Dense;
import io.github.stepnet.network.learning.ChainTween;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Optimizer;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.schemas.Prediction;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.state.CacheBudget;

/** Small networks for {@link Sample}s, and operator plans around them. */
final class Nets {

    static final long HUGE = 1L << 30;
    static final Milestones MILESTONES =
            Milestones.everyTenPercent().overLast(40).sustainedFor(5);

    private Nets() {}

    static NetworkLearner classifier(Execution execution) {
        return classifier(execution, Adam.rate(1e-2f));
    }

    static NetworkLearner classifier(Execution execution, Optimizer optimizer) {
        NetworkSpec spec = NetworkSpec.inputs(Sample.FEATURES)
                .then(new Dense(6, LEAKY_RELU))
                .then(new Dense(5, TANH))
                .then(new Dense(Sample.CLASSES))
                .seed(42);
        NetworkLearner learner = NetworkLearner.of(spec, optimizer).execution(execution);
        return execution == Execution.STEP ? learner.rule(new ChainTween()) : learner;
    }

    /** A model that settles. */
    static EquilibriumLearner settling() {
        return EquilibriumLearner.of(
                EquilibriumSpec.of(Sample.FEATURES, ToroidalMlp.of(8, ToroidalMlp.Shift.EVENT), Sample.CLASSES)
                        .seed(42));
    }

    static NetworkLearner regression() {
        return NetworkLearner.of(
                NetworkSpec.inputs(Sample.FEATURES)
                        .then(new Dense(5, TANH))
                        .then(new Dense(2))
                        .loss(Loss.squaredError()),
                Sgd.rate(1e-2f));
    }

    static ExampleReader<Sample> labels() {
        return ExampleReader.<Sample>features(Sample::features)
                .label(Sample.CLASSES, Sample::label)
                .eventId(Sample::id);
    }

    static ExampleReader<Sample> targets() {
        return ExampleReader.<Sample>features(Sample::features).target(Sample::target);
    }

    static Settings settings(long cacheBytes, long idleGapMillis) {
        return new Settings(KernelChoice.SCALAR, new CacheBudget(cacheBytes, cacheBytes), idleGapMillis);
    }

    /** Of events whose labels come later. */
    static OperatorPlan<Sample, Prediction> latePlan(LearnerSpec learner) {
        return plan(
                learner,
                Health.off(),
                ExampleReader.<Sample>features(Sample::features).eventId(Sample::id),
                settings(HUGE, Settings.NO_IDLE_GAP));
    }

    static OperatorPlan<Sample, Prediction> plan(LearnerSpec learner, Settings settings) {
        return plan(learner, Health.off(), settings);
    }

    static OperatorPlan<Sample, Prediction> plan(LearnerSpec learner, Health health, Settings settings) {
        return plan(learner, health, learner.task() == Loss.Task.CLASSIFICATION ? labels() : targets(), settings);
    }

    /** Of events with their truths, whose models are told. */
    static OperatorPlan<Sample, Prediction> plan(LearnerSpec learner, Snapshots snapshots, Settings settings) {
        return plan(
                learner,
                Health.off(),
                snapshots,
                learner.task() == Loss.Task.CLASSIFICATION ? labels() : targets(),
                settings);
    }

    private static OperatorPlan<Sample, Prediction> plan(
            LearnerSpec learner, Health health, ExampleReader<Sample> reader, Settings settings) {
        return plan(learner, health, Snapshots.off(), reader, settings);
    }

    private static OperatorPlan<Sample, Prediction> plan(
            LearnerSpec learner, Health health, Snapshots snapshots, ExampleReader<Sample> reader, Settings settings) {
        return new OperatorPlan<>(
                learner,
                MILESTONES,
                health,
                snapshots,
                reader,
                (event, prediction) -> prediction,
                (event, letter) -> {},
                settings);
    }
}
