package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.config.SinkConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The section {@code sink} of a job file as one Kafka sink for all topics, so that a checkpoint commits one transaction for all of them. */
final class KafkaOut {

    private KafkaOut() {}

    static KafkaSink<OutgoingRecord> sink(SinkConfig config) {
        Properties properties = new Properties();
        properties.putAll(config.properties());
        properties.setProperty(
                "transaction.timeout.ms",
                Long.toString(config.transactionTimeout().toMillis()));
        return KafkaSink.<OutgoingRecord>builder()
                .setKafkaProducerConfig(properties)
                .setBootstrapServers(config.bootstrap())
                .setDeliveryGuarantee(guarantee(config.guarantee()))
                .setTransactionalIdPrefix(config.transactionalIdPrefix())
                .setRecordSerializer(new ToTopics(config))
                .build();
    }

    private static DeliveryGuarantee guarantee(SinkConfig.Guarantee guarantee) {
        return switch (guarantee) {
            case AT_LEAST_ONCE -> DeliveryGuarantee.AT_LEAST_ONCE;
            case EXACTLY_ONCE -> DeliveryGuarantee.EXACTLY_ONCE;
        };
    }

    /**
     * Chooses the topic. Records get the producer's time, not the event's: a broker deletes records whose time is long past, and refuses
     * those whose time is to come, which would fail the job again and again.
     */
    private static final class ToTopics implements KafkaRecordSerializationSchema<OutgoingRecord> {

        private static final long serialVersionUID = 1;

        private final EnumMap<Output, String> topics = new EnumMap<>(Output.class);

        ToTopics(SinkConfig config) {
            for (Output output : Output.values()) {
                topics.put(output, output.topic(config));
            }
        }

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                OutgoingRecord outgoing, KafkaSinkContext context, Long eventTime) {
            List<Header> headers = new ArrayList<>(outgoing.headers().size());
            for (Map.Entry<String, String> header : outgoing.headers().entrySet()) {
                headers.add(new RecordHeader(header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8)));
            }
            return new ProducerRecord<>(
                    topics.get(outgoing.output()), null, null, outgoing.key(), outgoing.value(), headers);
        }
    }
}
