package io.github.stepnet.jobs.savepoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.savepoint.ModelFile.Tensor;
import io.github.stepnet.jobs.savepoint.ModelFile.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: the length of a header (8 bytes, little-endian), the header, which is JSON and says of each tensor its type, its shape and where
 * its values lie, and the values.
 */
final class Safetensors {

    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;
    private static final int LONGEST_HEADER = 100_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Safetensors() {}

    static byte[] write(ModelFile model) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode words = header.putObject(METADATA);
        model.words().forEach(words::put);
        int at = 0;
        for (Map.Entry<String, Tensor> each : model.tensors().entrySet()) {
            Tensor tensor = each.getValue();
            ObjectNode node = header.putObject(each.getKey());
            node.put("dtype", tensor.type().name());
            tensor.shape().forEach(node.putArray("shape")::add);
            int end = Math.addExact(at, tensor.values().length);
            node.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        byte[] text = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        // Spaces behind the header let the values start at a multiple of their width.
        int length = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] padded = Arrays.copyOf(text, length);
        Arrays.fill(padded, text.length, length, (byte) ' ');
        ByteBuffer file =
                ByteBuffer.allocate(Math.addExact(Long.BYTES + length, at)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(length).put(padded);
        model.tensors().values().forEach(tensor -> file.put(tensor.values()));
        return file.array();
    }

    static ModelFile read(String place, byte[] bytes) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long length = bytes.length < Long.BYTES ? -1 : file.getLong();
        if (length < 2 || length > LONGEST_HEADER || length > bytes.length - Long.BYTES) {
            throw damaged(place, "it has " + bytes.length + " bytes, and its first 8 announce a header of " + length);
        }
        int valuesAt = Long.BYTES + (int) length;
        JsonNode header;
        try {
            header = JSON.readTree(bytes, Long.BYTES, (int) length);
        } catch (IOException e) {
            throw damaged(place, "its header is no JSON");
        }
        if (!header.isObject()) {
            throw damaged(place, "its header is no JSON object");
        }
        Map<String, String> words = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.properties().forEach(each -> {
            if (each.getKey().equals(METADATA)) {
                each.getValue()
                        .properties()
                        .forEach(
                                word -> words.put(word.getKey(), word.getValue().asText()));
            } else {
                tensors.put(each.getKey(), tensor(place, each.getKey(), each.getValue(), bytes, valuesAt));
            }
        });
        return new ModelFile(place, words, tensors);
    }

    private static Tensor tensor(String place, String name, JsonNode node, byte[] bytes, int valuesAt) {
        ValueType type = Tensors.type(place, name, node.path("dtype").asText());
        List<Integer> shape = Tensors.shape(place, name, node.path("shape"));
        JsonNode offsets = node.path("data_offsets");
        long from = offsets.path(0).asLong(-1);
        long to = offsets.path(1).asLong(-1);
        long expected = type.width * Tensors.count(shape);
        if (from < 0 || to > bytes.length - (long) valuesAt || to - from != expected) {
            throw damaged(
                    place,
                    "the tensor \"" + name + "\" of " + expected + " bytes is said to lie from " + from + " to " + to
                            + " of " + (bytes.length - valuesAt));
        }
        return new Tensor(type, shape, Arrays.copyOfRange(bytes, valuesAt + (int) from, valuesAt + (int) to));
    }

    private static CannotRun damaged(String place, String what) {
        return new CannotRun(place + " is no safetensors file, or is damaged: " + what + "; export or copy it again");
    }
}
