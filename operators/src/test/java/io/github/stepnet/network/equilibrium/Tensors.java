package io.github.stepnet.network.equilibrium;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Named arrays of doubles in a fixed order: the parameters of a reference model, or a gradient of them. */
final class Tensors {

    private final Map<String, double[]> byName = new LinkedHashMap<>();

    Tensors with(String name, double[] values) {
        byName.put(name, values);
        return this;
    }

    double[] get(String name) {
        return byName.get(name);
    }

    Set<String> names() {
        return byName.keySet();
    }

    Tensors zeros() {
        Tensors zeros = new Tensors();
        byName.forEach((name, values) -> zeros.with(name, new double[values.length]));
        return zeros;
    }

    void addScaled(double factor, Tensors other) {
        byName.forEach((name, values) -> Doubles.addScaled(factor, other.get(name), values));
    }

    double dot(Tensors other) {
        return byName.entrySet().stream()
                .mapToDouble(entry -> Doubles.dot(entry.getValue(), other.get(entry.getKey())))
                .sum();
    }

    double norm() {
        return Math.sqrt(dot(this));
    }

    double cosine(Tensors other) {
        return dot(other) / (norm() * other.norm());
    }
}
