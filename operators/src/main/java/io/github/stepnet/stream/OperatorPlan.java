package io.github.stepnet.stream;

import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.health.Health;
import io.github.stepnet.network.progress.Milestones;
import io.github.stepnet.stream.input.DeadLetterDetails;
import io.github.stepnet.stream.input.ExampleReader;
import io.github.stepnet.stream.output.PredictionJoin;
import java.io.Serializable;

/**
 * Everything that an operator is told, as it travels in the job graph.
 *
 * @param learner what every key owns
 * @param milestones which thresholds are reported
 * @param health at which updates layers are measured; no part of what a network is
 * @param snapshots at which updates models are told; no part of what a network is either
 * @param reader how an event becomes an example
 * @param join what is emitted for a prediction; the event is null for one that answers a bubble, which only a mesh has
 * @param details what is added to a dead letter
 * @param settings how it runs
 * @param <IN> the events
 * @param <OUT> the main output
 */
record OperatorPlan<IN, OUT>(
        LearnerSpec learner,
        Milestones milestones,
        Health health,
        Snapshots snapshots,
        ExampleReader<IN> reader,
        PredictionJoin<IN, OUT> join,
        DeadLetterDetails<IN> details,
        Settings settings)
        implements Serializable {}
