package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.Default;
import io.github.stepnet.stream.LateTruth;
import io.github.stepnet.stream.TruthOrder;
import java.time.Duration;
import java.util.Optional;

/**
 * The section {@code truth}: a topic of labels or targets that come later than their events. A truth is of the event with its key and event id.
 *
 * <p>Until its truth comes, an event waits in the state of its key; so does a truth that comes before its event. What has waited in vain goes to {@code
 * sink.expired}.
 *
 * @param source the topic, and where key, event id and truth stand in a record; no features
 * @param timeout how long one waits, in event time; without it only {@code most} bounds what waits
 * @param most events of a key that wait, and truths; of more, the oldest is given up
 * @param order whether truths are applied as they arrive or in the order of event time
 */
public record TruthConfig(
        SourceConfig source,
        Optional<Duration> timeout,
        @Default("10000") int most,
        @Default("arrival") TruthOrder order) {

    public TruthConfig {
        if (timeout.isPresent() && timeout.get().toMillis() < 1) {
            throw new IllegalArgumentException(
                    "TruthConfig.timeout is 0s; it must be at least 1ms, or left out for no limit but the number");
        }
        if (most < 1) {
            throw new IllegalArgumentException("TruthConfig.most is " + most + "; it must be at least 1");
        }
        if (source.features().isPresent()) {
            throw new IllegalArgumentException(
                    "TruthConfig.source.features is given, but a truth has none; leave it out");
        }
        if (!source.isEvent() && source.key().isPresent() && source.eventId().isEmpty()) {
            throw new IllegalArgumentException(
                    "TruthConfig.source.eventId is missing; a truth finds its event by key and event id");
        }
    }

    /** The same with the names of an event's fields, and with the placeholders of its group filled in. */
    TruthConfig filled(boolean isClassification, String uidPrefix) {
        return new TruthConfig(
                source.withFieldsOfAnEvent(isClassification, false).filled(uidPrefix), timeout, most, order);
    }

    /** Applies what is said here to how truths are read. */
    public <L> LateTruth<L> bound(LateTruth<L> truths) {
        LateTruth<L> bound = truths.most(most).order(order);
        return timeout.isPresent() ? bound.timeout(timeout.get()) : bound;
    }
}
