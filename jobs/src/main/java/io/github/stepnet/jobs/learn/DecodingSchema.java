package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.wire.EventDecoder;
import io.github.stepnet.jobs.wire.EventFormat;
import io.github.stepnet.jobs.wire.Refused;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Decodes records inside the source, and never throws: what is no event is a dead letter.
 *
 * <p>Inside, because only the source knows partitions, and a watermark that keeps a partition's promise needs each event's time there. In a
 * step of its own behind the source, partitions that are read at different speeds would make each other's events late.
 */
final class DecodingSchema implements KafkaRecordDeserializationSchema<Decoded> {

    private static final long serialVersionUID = 1;

    private final EventFormat format;

    private transient EventDecoder decoder;
    private transient DeadLetters deadLetters;

    DecodingSchema(EventFormat format) {
        this.format = format;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        decoder = format.open();
        deadLetters = new DeadLetters();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> source, Collector<Decoded> out) {
        out.collect(decode(source));
    }

    private Decoded decode(ConsumerRecord<byte[], byte[]> source) {
        try {
            return Decoded.of(decoder.decode(source));
        } catch (Refused refused) {
            return Decoded.refused(deadLetters.of(source, refused));
        }
    }

    @Override
    public TypeInformation<Decoded> getProducedType() {
        return DecodedSerializer.TYPE;
    }
}
