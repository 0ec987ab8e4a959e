package io.github.stepnet.jobs.learn;

import io.github.stepnet.jobs.config.Output;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * A record on its way to the sink, encoded already. Nobody writes to the arrays.
 *
 * @see OutgoingRecordSerializer
 */
public final class OutgoingRecord {

    private final Output output;
    private final byte[] key;
    private final byte[] value;
    private final Map<String, String> headers;

    /**
     * A record.
     *
     * @param output which topic it goes to
     * @param key decides the partition, or null
     * @param value the encoded record, or null for a tombstone, by which a compacted topic forgets its key
     * @param headers what a consumer can see without decoding it
     */
    public OutgoingRecord(Output output, byte[] key, byte[] value, Map<String, String> headers) {
        this.output = Objects.requireNonNull(output, "output");
        this.key = key;
        this.value = value;
        this.headers = Objects.requireNonNull(headers, "headers");
    }

    /** Which topic it goes to. */
    public Output output() {
        return output;
    }

    /** Its key, or null. */
    public byte[] key() {
        return key;
    }

    /** Its value, or null. */
    public byte[] value() {
        return value;
    }

    /** Its headers, texts by name. */
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutgoingRecord that
                && output == that.output
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(output, Arrays.hashCode(key), Arrays.hashCode(value), headers);
    }
}
