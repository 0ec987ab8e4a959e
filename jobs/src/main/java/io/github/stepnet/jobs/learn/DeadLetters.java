package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.Output;
import io.github.stepnet.jobs.wire.EventDecoder;
import io.github.stepnet.jobs.wire.IncomingEvent;
import io.github.stepnet.jobs.wire.RecordEncoder;
import io.github.stepnet.jobs.wire.Refused;
import io.github.stepnet.schemas.DeadLetter;
import io.github.stepnet.schemas.DeadLetterReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Makes dead letters ready for the sink.
 *
 * <p>Each stays below the megabyte that brokers and producers accept by default, whatever record it speaks of: a letter that the broker
 * refuses would fail the job, and fail it again after each restart. So bytes, values, keys and messages are cut, and the letter says so.
 */
final class DeadLetters implements MapFunction<DeadLetter, OutgoingRecord> {

    /** The header with the reason, so that consumers can choose without decoding. */
    static final String REASON = "stepnet-reason";

    static final String SOURCE_TOPIC = "stepnet-source-topic";
    static final String SOURCE_PARTITION = "stepnet-source-partition";
    static final String SOURCE_OFFSET = "stepnet-source-offset";

    private static final long serialVersionUID = 1;

    private static final int MOST_BYTES = EventDecoder.LONGEST_VALUE;
    private static final int MOST_VALUES = MOST_BYTES / Float.BYTES;
    private static final int LONGEST_KEY_BYTES = 16 << 10;
    private static final int LONGEST_MESSAGE = 2_000;

    private transient RecordEncoder<DeadLetter> encoder;

    /** The letter of a record that is no event, under the record's own key. */
    OutgoingRecord of(ConsumerRecord<byte[], byte[]> source, Refused refused) {
        DeadLetter letter = new DeadLetter();
        letter.setReason(refused.reason());
        letter.setMessage(refused.getMessage());
        letter.setSourceTopic(source.topic());
        letter.setSourcePartition(source.partition());
        letter.setSourceOffset(source.offset());
        byte[] value = source.value();
        if (value != null) {
            letter.setOriginalBytes(ByteBuffer.wrap(value, 0, Math.min(value.length, MOST_BYTES)));
            letter.setBytesTruncated(value.length > MOST_BYTES);
        }
        return outgoing(letter, source.key());
    }

    /** The letter of an event that no network was asked about. */
    OutgoingRecord of(IncomingEvent event, String topic, DeadLetterReason reason, String message) {
        DeadLetter letter = new DeadLetter();
        letter.setReason(reason);
        letter.setMessage(message);
        letter.setKey(event.key());
        letter.setEventId(event.eventId());
        letter.setTimeMillis(event.timeMillis());
        letter.setFeatures(list(event.features()));
        letter.setLabel(event.label() == IncomingEvent.NO_LABEL ? null : event.label());
        letter.setTarget(event.target() == null ? null : list(event.target()));
        addSource(letter, topic, event);
        return map(letter);
    }

    private static List<Float> list(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    /** Says in the letter of an event where the event was read. */
    static void addSource(DeadLetter letter, String topic, IncomingEvent event) {
        letter.setSourceTopic(topic);
        letter.setSourcePartition(event.partition());
        letter.setSourceOffset(event.offset());
    }

    /** The letter of an event that its network cannot use. */
    @Override
    public OutgoingRecord map(DeadLetter letter) {
        String key = letter.getKey();
        return outgoing(letter, key == null ? null : key.getBytes(StandardCharsets.UTF_8));
    }

    private OutgoingRecord outgoing(DeadLetter letter, byte[] key) {
        cut(letter);
        if (encoder == null) {
            encoder = RecordEncoder.avro(new DeadLetter());
        }
        byte[] shortKey = key != null && key.length > LONGEST_KEY_BYTES ? null : key;
        return new OutgoingRecord(Output.DEAD_LETTERS, shortKey, encoder.encode(letter), headers(letter));
    }

    private static void cut(DeadLetter letter) {
        String message = letter.getMessage();
        if (message.length() > LONGEST_MESSAGE) {
            message = message.substring(0, LONGEST_MESSAGE) + "...";
        }
        int values = size(letter.getFeatures()) + size(letter.getTarget());
        if (values > MOST_VALUES) {
            letter.setFeatures(null);
            letter.setTarget(null);
            message += "; its " + values + " values are not shown, at most " + MOST_VALUES + " are";
        }
        letter.setMessage(message);
    }

    private static int size(List<Float> values) {
        return values == null ? 0 : values.size();
    }

    private static Map<String, String> headers(DeadLetter letter) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(REASON, letter.getReason().name());
        if (letter.getSourceTopic() != null) {
            headers.put(SOURCE_TOPIC, letter.getSourceTopic());
            headers.put(SOURCE_PARTITION, Integer.toString(letter.getSourcePartition()));
            headers.put(SOURCE_OFFSET, Long.toString(letter.getSourceOffset()));
        }
        return headers;
    }
}
