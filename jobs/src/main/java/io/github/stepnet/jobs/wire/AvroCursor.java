package io.github.stepnet.jobs.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A place in bytes that should be Avro's binary encoding.
 *
 * <p>It trusts nothing: a length is compared with the bytes that are left before anything of that size is allocated or looped over, and
 * records may nest only so deep. Avro's own decoder allocates what a damaged length asks for.
 */
final class AvroCursor {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int DEEPEST = 64;
    private static final int MOST_SHIFT = 63;
    /** What the decoder of UTF-8 puts where the bytes are not. */
    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes;
    private int at;
    private int depth;

    /** Starts reading {@code value} at {@code offset}. */
    void start(byte[] value, int offset) {
        bytes = value;
        at = offset;
        depth = 0;
    }

    int remaining() {
        return bytes.length - at;
    }

    /** Moves on by {@code count} bytes; returns where they begin. */
    int take(long count) throws Refused {
        if (count < 0 || count > remaining()) {
            throw Refused.undecodable("at byte " + at + " of " + bytes.length + ", " + count + " bytes should follow");
        }
        int begin = at;
        at += (int) count;
        return begin;
    }

    /** Goes back to a place that {@link #take} returned. */
    void back(int begin) {
        at = begin;
    }

    void enter() throws Refused {
        if (++depth > DEEPEST) {
            throw Refused.undecodable("records are nested more than " + DEEPEST + " deep");
        }
    }

    void leave() {
        depth--;
    }

    boolean readBoolean() throws Refused {
        byte value = bytes[take(1)];
        if ((value & ~1) != 0) {
            throw Refused.undecodable("a boolean is " + value + " at byte " + (at - 1));
        }
        return value == 1;
    }

    int readInt() throws Refused {
        long value = readLong();
        if ((int) value != value) {
            throw Refused.undecodable("an int is " + value + " at byte " + at);
        }
        return (int) value;
    }

    long readLong() throws Refused {
        long zigzag = 0;
        for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
            byte next = bytes[take(1)];
            zigzag |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw Refused.undecodable("a long has more than 10 bytes at byte " + at);
    }

    float readFloat() throws Refused {
        return Float.intBitsToFloat((int) INTS.get(bytes, take(Float.BYTES)));
    }

    double readDouble() throws Refused {
        return Double.longBitsToDouble((long) LONGS.get(bytes, take(Double.BYTES)));
    }

    String readString() throws Refused {
        long length = readLong();
        int begin = take(length);
        String text = new String(bytes, begin, (int) length, StandardCharsets.UTF_8);
        if (isDamaged(text)) {
            throw Refused.undecodable("a string is not UTF-8 at byte " + begin);
        }
        return text;
    }

    /**
     * Number of elements in the next block of an array or a map, or 0 after the last one. An element has at least one byte in any
     * schema worth having; those of none are held to that as well, or ten bytes could ask for years of work.
     */
    int readBlock() throws Refused {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLong();
        }
        if (count < 0 || count > remaining()) {
            throw Refused.undecodable(
                    "at byte " + at + " of " + bytes.length + ", " + count + " elements should follow");
        }
        return (int) count;
    }

    static boolean isDamaged(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }
}
