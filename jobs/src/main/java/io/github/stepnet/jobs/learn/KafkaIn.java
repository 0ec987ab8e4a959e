package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.Agents;
import io.github.stepnet.jobs.config.JobConfig;
import io.github.stepnet.jobs.config.SourceConfig;
import io.github.stepnet.jobs.config.Start;
import io.github.stepnet.jobs.wire.AvroFormat;
import io.github.stepnet.jobs.wire.AvroFraming;
import io.github.stepnet.jobs.wire.EventFormat;
import io.github.stepnet.jobs.wire.Fields;
import io.github.stepnet.jobs.wire.JsonFormat;
import io.github.stepnet.stream.input.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** The section {@code source} of a job file as a Kafka source, which also reads the field that routes events to agents. It reads committed records only. */
final class KafkaIn {

    private KafkaIn() {}

    /** The source; a test may bound it. */
    static KafkaSourceBuilder<Decoded> builder(JobConfig job) {
        return builder(job, job.source());
    }

    /** One of the job's sources. */
    static KafkaSourceBuilder<Decoded> builder(JobConfig job, SourceConfig config) {
        Properties properties = new Properties();
        properties.putAll(config.properties());
        properties.setProperty("isolation.level", "read_committed");
        return KafkaSource.<Decoded>builder()
                .setProperties(properties)
                .setBootstrapServers(config.bootstrap())
                .setTopics(config.topic())
                .setGroupId(config.group())
                .setClientIdPrefix(config.group())
                .setStartingOffsets(offsets(config.start()))
                .setDeserializer(new DecodingSchema(format(job, config)));
    }

    /** A part of the job's events. The source stops reading there, but does not end: at the end of its input an operator would do what is done then. */
    static KafkaSource<Decoded> between(JobConfig job, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) {
        return builder(job)
                .setProperty("commit.offsets.on.checkpoint", "false")
                .setProperty("partition.discovery.interval.ms", "-1")
                .setStartingOffsets(OffsetsInitializer.offsets(from))
                .setUnbounded(OffsetsInitializer.offsets(to))
                .build();
    }

    @SuppressWarnings("deprecation") // The connector asks for the deprecated enum and takes nothing else.
    private static OffsetsInitializer offsets(Start start) {
        if (start instanceof Start.Earliest) {
            return OffsetsInitializer.earliest();
        }
        if (start instanceof Start.Latest) {
            return OffsetsInitializer.latest();
        }
        if (start instanceof Start.Timestamp timestamp) {
            return OffsetsInitializer.timestamp(timestamp.at().toEpochMilli());
        }
        return OffsetsInitializer.committedOffsets(
                ((Start.Committed) start).otherwise() == Start.Otherwise.LATEST
                        ? OffsetResetStrategy.LATEST
                        : OffsetResetStrategy.EARLIEST);
    }

    /** How the records of one of the job's topics are written. */
    static EventFormat format(JobConfig job, SourceConfig config) {
        if (config.isEvent()) {
            return AvroFormat.ofEvent();
        }
        Fields fields = new Fields(
                config.key().orElse(null),
                config.eventId().orElse(null),
                config.time().orElse(null),
                config.features().orElse(null),
                config.label().orElse(null),
                config.target().orElse(null),
                job.network() instanceof Agents agents ? agents.route().field().orElse(null) : null,
                config.missing() == Missing.MEAN);
        return switch (config.format()) {
            case AVRO -> avro(AvroFraming.SINGLE_OBJECT, config, fields);
            case AVRO_CONFLUENT -> avro(AvroFraming.CONFLUENT, config, fields);
            case AVRO_BINARY -> avro(AvroFraming.NONE, config, fields);
            case JSON -> new JsonFormat(fields);
        };
    }

    private static EventFormat avro(AvroFraming framing, SourceConfig config, Fields fields) {
        List<String> schemas = new ArrayList<>();
        schemas.add(config.schema().orElseThrow());
        schemas.addAll(config.earlierSchemas());
        return new AvroFormat(framing, schemas, fields);
    }
}
