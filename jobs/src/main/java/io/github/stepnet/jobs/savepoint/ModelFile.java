package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.Shape;
import io.github.stepnet.network.arena.StateSection.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model as it lies in a file, in either of two formats: named tensors, and words about them.
 *
 * @param place the file
 * @param words such as the key and the specification; a file of other origin may have none
 * @param tensors by their names
 */
record ModelFile(String place, Map<String, String> words, Map<String, Tensor> tensors) {

    /** The word that says whose the model was. */
    static final String KEY = "key";

    /** The word that says what the model was, as canonical text. */
    static final String SPECIFICATION = "specification";

    /** Types of values, by the names that both formats have for them. */
    enum ValueType {
        F32(Kind.FLOATS, 4),
        F64(Kind.DOUBLES, 8),
        I64(Kind.LONGS, 8);

        final Kind kind;
        final int width;

        ValueType(Kind kind, int width) {
            this.kind = kind;
            this.width = width;
        }

        static ValueType of(Kind kind) {
            return kind == Kind.FLOATS ? F32 : kind == Kind.DOUBLES ? F64 : I64;
        }
    }

    /** A tensor: the type of its values, its sizes, and the values themselves, little-endian and row-major. */
    static final class Tensor {

        private final ValueType type;
        private final List<Integer> shape;
        private final byte[] values;

        Tensor(ValueType type, List<Integer> shape, byte[] values) {
            this.type = type;
            this.shape = List.copyOf(shape);
            this.values = values;
        }

        ValueType type() {
            return type;
        }

        List<Integer> shape() {
            return shape;
        }

        byte[] values() {
            return values;
        }

        ByteBuffer buffer() {
            return ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
        }

        int count() {
            return values.length / type.width;
        }
    }

    /** The model of a key. */
    static ModelFile of(String key, StoredModels models, NetworkState state) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ModelTensor tensor : models.tensors().list()) {
            byte[] values = new byte[tensor.shape().floats() * tensor.width()];
            tensor.read(state, ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN));
            tensors.put(tensor.name(), new Tensor(ValueType.of(tensor.kind()), sizes(tensor.shape()), values));
        }
        return new ModelFile("", Map.of(KEY, key, SPECIFICATION, models.format().text()), tensors);
    }

    /** The model in a file, whose ending says the format. */
    static ModelFile read(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".safetensors") && !name.endsWith(".json")) {
            throw new CannotRun(
                    file + " is no model that can be read; allowed are files that end in .safetensors or .json");
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            return name.endsWith(".json")
                    ? ModelJson.read(file.toString(), bytes)
                    : Safetensors.read(file.toString(), bytes);
        } catch (IOException e) {
            throw new CannotRun(file + " cannot be read: " + Reasons.of(e), e);
        }
    }

    private static List<Integer> sizes(Shape shape) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            sizes.add(shape.size(i));
        }
        return sizes;
    }

    /**
     * Puts the tensors into a key's model. Statistics that the file does not have stay as they are.
     *
     * @throws CannotRun if a name, a type or a shape is another one, a parameter is missing, or a value is impossible
     */
    void writeTo(ModelTensors model, NetworkState state) {
        for (String name : tensors.keySet()) {
            if (model.find(name).isEmpty()) {
                throw new CannotRun(place + " has a tensor \"" + name + "\", which the network has not; allowed: "
                        + String.join(
                                ", ",
                                model.list().stream().map(ModelTensor::name).toList()));
            }
        }
        for (ModelTensor tensor : model.list()) {
            Tensor given = tensors.get(tensor.name());
            if (given != null) {
                check(tensor, given);
            } else if (tensor.kind() == Kind.FLOATS || hasSibling(tensor.name())) {
                throw new CannotRun(place + " lacks the tensor \"" + tensor.name() + "\" of shape "
                        + sizes(tensor.shape()) + "; add it"
                        + (tensor.kind() == Kind.FLOATS ? "" : ", or leave out all three of them"));
            }
        }
        for (ModelTensor tensor : model.list()) {
            Tensor given = tensors.get(tensor.name());
            if (given != null) {
                tensor.write(given.buffer(), state);
            }
        }
        model.written(state);
    }

    /** Statistics are of use together only. */
    private boolean hasSibling(String name) {
        String group = name.substring(0, name.lastIndexOf('.') + 1);
        return tensors.keySet().stream().anyMatch(other -> other.startsWith(group));
    }

    private void check(ModelTensor tensor, Tensor given) {
        String what = place + " has the tensor \"" + tensor.name() + "\" ";
        if (!given.shape.equals(sizes(tensor.shape()))) {
            throw new CannotRun(what + "of shape " + given.shape + ", but the network's is " + sizes(tensor.shape())
                    + "; give it that shape");
        }
        ValueType type = ValueType.of(tensor.kind());
        if (given.type != type) {
            throw new CannotRun(what + "of type " + given.type + ", but the network's is " + type + "; convert it");
        }
        boolean mayBeNegative = type == ValueType.F32 || tensor.name().endsWith(".mean");
        ByteBuffer values = given.buffer();
        for (int i = 0; i < given.count(); i++) {
            double value = switch (type) {
                case F32 -> values.getFloat();
                case F64 -> values.getDouble();
                case I64 -> values.getLong();
            };
            if (!Double.isFinite(value) || (value < 0 && !mayBeNegative)) {
                throw new CannotRun(what + "with the value " + value + " at position " + i + "; it must be finite"
                        + (mayBeNegative ? "" : " and not negative"));
            }
        }
    }
}
