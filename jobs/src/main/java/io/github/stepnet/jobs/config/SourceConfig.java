package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.Default;
import io.github.stepnet.stream.input.Missing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The section {@code source}: the topic with the events, and how to read one.
 *
 * <p>There are three kinds of topics. Without {@code schema}, {@code avro} is the project's own {@code Event}, and {@code json} is an object
 * with the fields of an {@code Event}. Otherwise the fields are named here: {@code key}, {@code features} and {@code label} or
 * {@code target} must be, {@code event-id} and {@code time} may be.
 *
 * @param topic its name
 * @param bootstrap brokers to ask first, {@code host:port, ...}
 * @param group consumer group, whose committed offsets are its own; may use {@code <topic>} and {@code <uid-prefix>}
 * @param properties more properties of the consumer
 * @param format how a record's value is encoded
 * @param schema the Avro schema of the values, as its JSON; a job file may name a file that has it
 * @param earlierSchemas what {@code schema} was when older values of the topic were written; a field that one of them does not have is
 *     missing from such an event
 * @param start where a job without a savepoint starts
 * @param key field whose text is the key, each of which owns one network; a string, whole number or enum
 * @param eventId field that names an event in predictions and dead letters; without one the key's events are counted
 * @param time field with the event time; without one it is Kafka's time stamp
 * @param features the network's inputs
 * @param label the true class
 * @param target the true values
 * @param missing what becomes of an event of which a feature is missing, null or NaN: a dead letter, or the key's mean takes its place
 * @param outOfOrderness how much later than the latest event one may come and still be on time
 * @param idleness how long a partition may be silent until event time goes on without it; without it, it waits
 */
public record SourceConfig(
        String topic,
        @Default("localhost:9092") String bootstrap,
        @Default("<uid-prefix>-<topic>") String group,
        @Default("{}") Map<String, String> properties,
        @Default("avro") Format format,
        Optional<String> schema,
        @Default("[]") List<String> earlierSchemas,
        @Default("committed") Start start,
        Optional<String> key,
        Optional<String> eventId,
        Optional<EventTime> time,
        Optional<Values> features,
        Optional<Label> label,
        Optional<Values> target,
        @Default("reject") Missing missing,
        @Default("5s") Duration outOfOrderness,
        Optional<Duration> idleness) {

    private static final Set<String> OWN_PROPERTIES = Set.of(
            "bootstrap.servers",
            "group.id",
            "auto.offset.reset",
            "enable.auto.commit",
            "isolation.level",
            "key.deserializer",
            "value.deserializer");

    /** How a record's value is encoded. */
    public enum Format {
        /** Avro's single-object encoding: two marker bytes, the schema's fingerprint, the body. */
        AVRO,
        /** The framing of Confluent's serializers, written with {@code schema}: a zero byte, four of an id that is not looked up, the body. */
        AVRO_CONFLUENT,
        /** The body alone, written with {@code schema}; of all formats the worst at telling a record from garbage. */
        AVRO_BINARY,
        /** One JSON object, UTF-8. */
        JSON
    }

    public SourceConfig {
        earlierSchemas = List.copyOf(earlierSchemas);
        Kafka.checkTopic("SourceConfig.topic", topic);
        Kafka.checkBootstrap("SourceConfig.bootstrap", bootstrap);
        Kafka.checkProperties("SourceConfig.properties", properties, OWN_PROPERTIES);
        if (format == Format.JSON && schema.isPresent()) {
            throw new IllegalArgumentException(
                    "SourceConfig.schema is given with the format json; leave it out, or use the format avro");
        }
        if ((format == Format.AVRO_CONFLUENT || format == Format.AVRO_BINARY) && schema.isEmpty()) {
            throw new IllegalArgumentException("SourceConfig.schema is missing; the format "
                    + CanonicalText.of(Format.class, format) + " needs the schema that the values are written with");
        }
        if (idleness.isPresent() && idleness.get().isZero()) {
            throw new IllegalArgumentException(
                    "SourceConfig.idleness is 0s; it must be above 0, or left out if no partition is ever idle");
        }
        checkEarlierSchemas(format, schema, earlierSchemas);
        checkFields(format, schema, key, eventId, time, features, label, target);
        if (schema.isPresent()) {
            AvroFields fields = AvroFields.of("SourceConfig.schema", schema.get());
            fields.checkKey("SourceConfig.key", key);
            fields.checkKey("SourceConfig.eventId", eventId);
            fields.checkTime("SourceConfig.time", time);
            fields.checkValues("SourceConfig.features", features);
            fields.checkLabel("SourceConfig.label", label);
            fields.checkValues("SourceConfig.target", target);
        }
    }

    private static void checkEarlierSchemas(Format format, Optional<String> schema, List<String> earlier) {
        if (earlier.isEmpty()) {
            return;
        }
        if (format != Format.AVRO) {
            throw new IllegalArgumentException("SourceConfig.earlierSchemas is given with the format "
                    + CanonicalText.of(Format.class, format)
                    + ", whose values do not say which schema is theirs; leave it out, or use the format avro");
        }
        if (schema.isEmpty()) {
            throw new IllegalArgumentException("SourceConfig.earlierSchemas is given without schema; give the latest"
                    + " one there, or leave both out for the project's own Event");
        }
        for (int i = 0; i < earlier.size(); i++) {
            Objects.requireNonNull(AvroFields.of("SourceConfig.earlierSchemas[" + i + "]", earlier.get(i)));
        }
    }

    private static void checkFields(
            Format format,
            Optional<String> schema,
            Optional<String> key,
            Optional<String> eventId,
            Optional<EventTime> time,
            Optional<Values> features,
            Optional<Label> label,
            Optional<Values> target) {
        List<String> names = List.of("key", "eventId", "time", "features", "label", "target");
        List<Optional<?>> fields = List.of(key, eventId, time, features, label, target);
        boolean anyGiven = fields.stream().anyMatch(Optional::isPresent);
        boolean isAvroEvent = format == Format.AVRO && schema.isEmpty();
        for (int i = 0; i < fields.size(); i++) {
            if (isAvroEvent && fields.get(i).isPresent()) {
                throw new IllegalArgumentException("SourceConfig." + names.get(i)
                        + " is given, but avro without a schema is the project's own Event, whose fields are known; "
                        + "leave it out, or give source.schema");
            }
        }
        if (isAvroEvent || (format == Format.JSON && !anyGiven)) {
            return;
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException("SourceConfig.key is missing" + needed(format));
        }
        if (label.isPresent() && target.isPresent()) {
            throw new IllegalArgumentException(
                    "SourceConfig.target is given beside label; keep label to learn classes, or target to learn values");
        }
    }

    private static String needed(Format format) {
        return "; " + (format == Format.JSON ? "once a field is named" : "with a schema")
                + ", key, features and label or target must be named";
    }

    /**
     * Checks that features are named where they must be.
     *
     * @param path where this section is
     */
    void checkFeatures(String path) {
        if (!isEvent() && features.isEmpty()) {
            throw new IllegalArgumentException(path + ".features is missing" + needed(format));
        }
    }

    /** Whether there is no truth in its records. */
    boolean hasNoTruth() {
        return !isEvent() && label.isEmpty() && target.isEmpty();
    }

    /**
     * Checks that a label or target is named.
     *
     * @param path where this section is
     */
    void checkTruth(String path) {
        if (hasNoTruth()) {
            throw new IllegalArgumentException(path + ".label is missing" + needed(format));
        }
    }

    /** Whether the values are the project's own {@code Event}, in Avro. */
    public boolean isEvent() {
        return format == Format.AVRO && schema.isEmpty();
    }

    /** The same, with the fields of an {@code Event} named if it is JSON that names none. */
    SourceConfig withFieldsOfAnEvent(boolean isClassification, boolean hasFeatures) {
        if (format != Format.JSON || key.isPresent()) {
            return this;
        }
        return new SourceConfig(
                topic,
                bootstrap,
                group,
                properties,
                format,
                schema,
                earlierSchemas,
                start,
                Optional.of("key"),
                Optional.of("eventId"),
                Optional.of(new EventTime("timeMillis", EventTime.Unit.MILLIS)),
                hasFeatures ? Optional.of(new Values.Array("features")) : Optional.empty(),
                isClassification ? Optional.of(new Label("label", List.of())) : Optional.empty(),
                isClassification ? Optional.empty() : Optional.of(new Values.Array("target")),
                missing,
                outOfOrderness,
                idleness);
    }

    /** The same with the placeholders of its group filled in. */
    SourceConfig filled(String uidPrefix) {
        return new SourceConfig(
                topic,
                bootstrap,
                group.replace("<topic>", topic).replace("<uid-prefix>", uidPrefix),
                properties,
                format,
                schema,
                earlierSchemas,
                start,
                key,
                eventId,
                time,
                features,
                label,
                target,
                missing,
                outOfOrderness,
                idleness);
    }
}
