package io.github.stepnet.jobs.savepoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.jobs.savepoint.ModelFile.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What both formats say of a tensor in the same way. */
final class Tensors {

    private Tensors() {}

    static ValueType type(String place, String name, String given) {
        return Arrays.stream(ValueType.values())
                .filter(each -> each.name().equals(given))
                .findFirst()
                .orElseThrow(() -> new CannotRun(place + " has the tensor \"" + name + "\" of type \"" + given
                        + "\"; allowed: F32, and for statistics F64 and I64"));
    }

    static List<Integer> shape(String place, String name, JsonNode node) {
        List<Integer> sizes = new ArrayList<>();
        node.forEach(size -> sizes.add(size.asInt(-1)));
        if (!node.isArray() || sizes.stream().anyMatch(size -> size < 0) || count(sizes) > Integer.MAX_VALUE) {
            throw new CannotRun(place + " has the tensor \"" + name + "\" of shape " + node
                    + "; it must be a list of sizes, in all below 2^31 values");
        }
        return sizes;
    }

    static long count(List<Integer> shape) {
        long count = 1;
        for (int size : shape) {
            count = Math.min(Long.MAX_VALUE >> 32, count) * size;
        }
        return count;
    }
}
