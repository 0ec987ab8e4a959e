package io.github.stepnet.jobs.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Writes records of this project to bytes. Not for use by several threads at once.
 *
 * @param <T> the records
 */
@FunctionalInterface
public interface RecordEncoder<T extends SpecificRecordBase> {

    /** The bytes of one record. */
    byte[] encode(T value);

    /**
     * Avro's single-object encoding, whose fingerprint says which version of the record it is.
     *
     * @param example any record of the type
     */
    static <T extends SpecificRecordBase> RecordEncoder<T> avro(T example) {
        BinaryMessageEncoder<T> encoder = new BinaryMessageEncoder<>(example.getSpecificData(), example.getSchema());
        return value -> {
            try {
                ByteBuffer bytes = encoder.encode(value);
                byte[] array = new byte[bytes.remaining()];
                bytes.get(array);
                return array;
            } catch (IOException e) {
                throw new UncheckedIOException("a record of the job's own could not be encoded: " + value, e);
            }
        };
    }

    /** One JSON object with the fields of the record, by their names. */
    static <T extends SpecificRecordBase> RecordEncoder<T> json() {
        return JsonRecord::write;
    }
}
