package io.github.stepnet.jobs.replay;

import io.github.stepnet.network.arena.NetworkState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** All that a key's state holds, in 16 hexadecimal digits: of the SHA-256 of its longs, doubles, floats and ids, big-endian, in their order; an id is its length, -1 for none, and its UTF-8 text. */
final class Digest {

    private static final int BYTES = 8;

    private Digest() {}

    static String of(NetworkState state) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        ByteBuffer numbers = ByteBuffer.allocate(
                Long.BYTES * (state.longs.length + state.doubles.length) + Float.BYTES * state.floats.length);
        for (long value : state.longs) {
            numbers.putLong(value);
        }
        for (double value : state.doubles) {
            numbers.putLong(Double.doubleToRawLongBits(value));
        }
        for (float value : state.floats) {
            numbers.putInt(Float.floatToRawIntBits(value));
        }
        digest.update(numbers.array());
        for (String id : state.ids) {
            byte[] text = id == null ? new byte[0] : id.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(id == null ? -1 : text.length)
                    .flip());
            digest.update(text);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }
}
