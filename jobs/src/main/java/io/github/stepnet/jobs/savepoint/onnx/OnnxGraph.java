package io.github.stepnet.jobs.savepoint.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph of ONNX operators, written in the order in which they compute. The numbers below are those of the fields in the protocol buffers of ONNX's own
 * definition (onnx.proto, IR version 8).
 */
final class OnnxGraph {

    private static final int IR_VERSION = 8;
    private static final int OPERATORS_VERSION = 13;

    static final int FLOAT = 1;
    static final int BOOL = 9;
    static final int INT64 = 7;
    static final int DOUBLE = 11;

    /** Writes the fields of a message. */
    @FunctionalInterface
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private final List<byte[]> nodes = new ArrayList<>();
    private final List<byte[]> constants = new ArrayList<>();
    private int names;

    /** An operator without attributes; the name of its output. */
    String node(String operator, String... inputs) throws IOException {
        return node(operator, Map.of(), inputs);
    }

    /**
     * An operator.
     *
     * @param attributes floats, longs and arrays of longs by their names
     */
    String node(String operator, Map<String, Object> attributes, String... inputs) throws IOException {
        String output = name(operator);
        emit(output, operator, attributes, inputs);
        return output;
    }

    /** Gives a value the name of the graph's output. */
    void output(String name, String value) throws IOException {
        emit(name, "Identity", Map.of(), value);
    }

    private void emit(String output, String operator, Map<String, Object> attributes, String... inputs)
            throws IOException {
        nodes.add(message(out -> {
            for (String input : inputs) {
                out.writeString(1, input);
            }
            out.writeString(2, output);
            out.writeString(3, output);
            out.writeString(4, operator);
            for (Map.Entry<String, Object> attribute : new LinkedHashMap<>(attributes).entrySet()) {
                out.writeByteArray(5, attribute(attribute.getKey(), attribute.getValue()));
            }
        }));
    }

    private static byte[] attribute(String name, Object value) throws IOException {
        return message(out -> {
            out.writeString(1, name);
            if (value instanceof Float number) {
                out.writeFloat(2, number);
                out.writeEnum(20, 1);
            } else if (value instanceof Long number) {
                out.writeInt64(3, number);
                out.writeEnum(20, 2);
            } else {
                for (long number : (long[]) value) {
                    out.writeInt64(8, number);
                }
                out.writeEnum(20, 7);
            }
        });
    }

    String floats(float[] values, long... sizes) throws IOException {
        ByteBuffer bytes = buffer(values.length, Float.BYTES);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return constant(FLOAT, bytes, sizes);
    }

    String doubles(double... values) throws IOException {
        ByteBuffer bytes = buffer(values.length, Double.BYTES);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return constant(DOUBLE, bytes, values.length);
    }

    String longs(long... values) throws IOException {
        ByteBuffer bytes = buffer(values.length, Long.BYTES);
        for (long value : values) {
            bytes.putLong(value);
        }
        return constant(INT64, bytes, values.length);
    }

    String booleans(boolean[] values) throws IOException {
        ByteBuffer bytes = buffer(values.length, 1);
        for (boolean value : values) {
            bytes.put((byte) (value ? 1 : 0));
        }
        return constant(BOOL, bytes, values.length);
    }

    private static ByteBuffer buffer(int values, int width) {
        return ByteBuffer.allocate(Math.multiplyExact(values, width)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String constant(int type, ByteBuffer bytes, long... sizes) throws IOException {
        String name = name("constant");
        constants.add(message(out -> {
            for (long size : sizes) {
                out.writeInt64(1, size);
            }
            out.writeInt32(2, type);
            out.writeString(8, name);
            bytes.flip();
            out.writeByteBuffer(9, bytes);
        }));
        return name;
    }

    private String name(String kind) {
        return kind + "_" + names++;
    }

    /** The whole file: a model whose one input and one output are rows of floats, as many as are given at once. */
    byte[] file(String input, int inputs, String output, int outputs, Map<String, String> words) throws IOException {
        byte[] graph = message(out -> {
            for (byte[] node : nodes) {
                out.writeByteArray(1, node);
            }
            out.writeString(2, "network");
            for (byte[] constant : constants) {
                out.writeByteArray(5, constant);
            }
            out.writeByteArray(11, rows(input, inputs));
            out.writeByteArray(12, rows(output, outputs));
        });
        return message(out -> {
            out.writeInt64(1, IR_VERSION);
            out.writeString(2, "stepnet");
            out.writeByteArray(7, graph);
            out.writeByteArray(8, message(set -> {
                set.writeString(1, "");
                set.writeInt64(2, OPERATORS_VERSION);
            }));
            for (Map.Entry<String, String> word : words.entrySet()) {
                out.writeByteArray(14, message(entry -> {
                    entry.writeString(1, word.getKey());
                    entry.writeString(2, word.getValue());
                }));
            }
        });
    }

    private static byte[] rows(String name, int width) throws IOException {
        byte[] shape = message(out -> {
            out.writeByteArray(1, message(rows -> rows.writeString(2, "rows")));
            out.writeByteArray(1, message(columns -> columns.writeInt64(1, width)));
        });
        byte[] tensor = message(out -> {
            out.writeInt32(1, FLOAT);
            out.writeByteArray(2, shape);
        });
        return message(out -> {
            out.writeString(1, name);
            out.writeByteArray(2, message(type -> type.writeByteArray(1, tensor)));
        });
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }
}
