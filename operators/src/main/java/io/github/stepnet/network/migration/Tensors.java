package io.github.stepnet.network.migration;

import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.StateSection;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The tensors of one key's model by name, for a {@link Move} to change. Counts are exact up to 2^53. */
final class Tensors {

    private final Map<String, double[]> values = new LinkedHashMap<>();

    static Tensors read(ModelTensors model, NetworkState state) {
        Tensors tensors = new Tensors();
        for (ModelTensor tensor : model.list()) {
            double[] read = new double[tensor.shape().floats()];
            for (int i = 0; i < read.length; i++) {
                read[i] = tensor.value(state, i);
            }
            tensors.values.put(tensor.name(), read);
        }
        return tensors;
    }

    /**
     * Writes all of a model's tensors.
     *
     * @throws IllegalArgumentException if one is missing or has another size
     */
    void write(ModelTensors model, NetworkState state) {
        for (ModelTensor tensor : model.list()) {
            double[] written = get(tensor.name());
            if (written.length != tensor.shape().floats()) {
                throw new IllegalArgumentException(
                        tensor.name() + " has " + written.length + " values where the new model has "
                                + tensor.shape().floats() + "; name a tensor of that size");
            }
            tensor.write(bytes(tensor, written), state);
        }
        model.written(state);
    }

    private static ByteBuffer bytes(ModelTensor tensor, double[] written) {
        ByteBuffer bytes = ByteBuffer.allocate(written.length * tensor.width());
        for (double value : written) {
            if (tensor.kind() == StateSection.Kind.FLOATS) {
                bytes.putFloat((float) value);
            } else if (tensor.kind() == StateSection.Kind.DOUBLES) {
                bytes.putDouble(value);
            } else {
                bytes.putLong((long) value);
            }
        }
        return bytes.flip();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    double[] get(String name) {
        double[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "there is no tensor " + name + "; allowed: " + String.join(", ", values.keySet()));
        }
        return found;
    }

    void put(String name, double[] tensor) {
        values.put(name, tensor);
    }

    /** Gives tensors other names; those that become null are left out. */
    void rename(UnaryOperator<String> name) {
        Map<String, double[]> before = new LinkedHashMap<>(values);
        values.clear();
        before.forEach((old, tensor) -> {
            String now = name.apply(old);
            if (now != null) {
                values.put(now, tensor);
            }
        });
    }
}
