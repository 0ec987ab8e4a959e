package io.github.stepnet.jobs.savepoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.savepoint.ModelFile.Tensor;
import io.github.stepnet.jobs.savepoint.ModelFile.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model as JSON: {@code {"format": "stepnet-model", "version": 1, "words": {..}, "tensors": {"name": {"type", "shape", "values"}}}}; every value comes back bit by bit.
 *
 * <p>A {@code ModelSnapshot} that a job has written as JSON is read as well.
 */
final class ModelJson {

    private static final String FORMAT = "stepnet-model";
    private static final int VERSION = 1;
    private static final Map<String, ValueType> TYPES =
            Map.of("floats", ValueType.F32, "doubles", ValueType.F64, "longs", ValueType.I64);
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelJson() {}

    static byte[] write(ModelFile model) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT).put("version", VERSION);
        ObjectNode words = root.putObject("words");
        model.words().forEach(words::put);
        ObjectNode tensors = root.putObject("tensors");
        model.tensors().forEach((name, tensor) -> {
            ObjectNode node = tensors.putObject(name).put("type", tensor.type().name());
            tensor.shape().forEach(node.putArray("shape")::add);
            ArrayNode values = node.putArray("values");
            ByteBuffer from = tensor.buffer();
            for (int i = 0; i < tensor.count(); i++) {
                switch (tensor.type()) {
                    case F32 -> values.add(from.getFloat());
                    case F64 -> values.add(from.getDouble());
                    case I64 -> values.add(from.getLong());
                }
            }
        });
        return JSON.writeValueAsBytes(root);
    }

    static ModelFile read(String place, byte[] bytes) {
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new CannotRun(
                    place + " is no JSON, or is cut off: " + Reasons.of(e) + "; export or copy it again", e);
        }
        if (root.has("fingerprint") && root.path("tensors").isArray()) {
            return ofSnapshot(place, root);
        }
        if (!root.path("format").asText().equals(FORMAT) || root.path("version").asInt() != VERSION) {
            throw new CannotRun(
                    place + " is no model: it must have \"format\": \"" + FORMAT + "\" and \"version\": " + VERSION
                            + ", as 'stepnet savepoint export --format json' writes it, or be a record that a job has written to sink.snapshots as JSON");
        }
        Map<String, String> words = new LinkedHashMap<>();
        root.path("words")
                .properties()
                .forEach(word -> words.put(word.getKey(), word.getValue().asText()));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        root.path("tensors")
                .properties()
                .forEach(each -> tensors.put(each.getKey(), tensor(place, each.getKey(), each.getValue())));
        return new ModelFile(place, words, tensors);
    }

    /** In a record the values of a tensor have a field for each type. */
    private static ModelFile ofSnapshot(String place, JsonNode root) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (JsonNode each : root.path("tensors")) {
            ObjectNode node = JSON.createObjectNode();
            node.set("shape", each.path("shape"));
            TYPES.forEach((field, type) -> {
                if (each.hasNonNull(field)) {
                    node.put("type", type.name()).set("values", each.get(field));
                }
            });
            String name = each.path("name").asText();
            tensors.put(name, tensor(place, name, node));
        }
        Map<String, String> words = Map.of(
                ModelFile.KEY,
                root.path("key").asText(),
                ModelFile.SPECIFICATION,
                root.path("specification").asText());
        return new ModelFile(place, words, tensors);
    }

    private static Tensor tensor(String place, String name, JsonNode node) {
        ValueType type = Tensors.type(place, name, node.path("type").asText());
        List<Integer> shape = Tensors.shape(place, name, node.path("shape"));
        JsonNode values = node.path("values");
        if (values.size() != Tensors.count(shape)) {
            throw new CannotRun(place + " has the tensor \"" + name + "\" of shape " + shape + " with " + values.size()
                    + " values; give as many as the shape has");
        }
        byte[] bytes = new byte[values.size() * type.width];
        ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode value : values) {
            if (!value.isNumber() || (type == ValueType.I64 && !value.isIntegralNumber())) {
                throw new CannotRun(place + " has the tensor \"" + name + "\" with the value " + value
                        + "; it must be a number" + (type == ValueType.I64 ? " without a fraction" : ""));
            }
            switch (type) {
                // From the digits themselves: by way of a double they would be rounded twice.
                case F32 -> to.putFloat(Float.parseFloat(value.asText()));
                case F64 -> to.putDouble(value.doubleValue());
                case I64 -> to.putLong(value.longValue());
            }
        }
        return new Tensor(type, shape, bytes);
    }
}
