package io.github.stepnet.network.migration;

import io.github.stepnet.network.NetworkSpec;
import java.util.Arrays;

/**
 * An event has more features, behind the others, which change nothing until they are taught.
 *
 * <p>Running statistics start for them as if all events so far had had this mean and deviation: of a key with many events they move slowly, so say what the features are like.
 *
 * @param features how many more
 * @param mean of each
 * @param deviation standard deviation of each
 */
public record AddInputs(int features, double mean, double deviation) implements Move {

    @Override
    public NetworkSpec spec(NetworkSpec before) {
        DenseLayers.dense("AddInputs", before, 0);
        if (features < 1) {
            throw new IllegalArgumentException("AddInputs.features is " + features + "; it must be at least 1");
        }
        if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("AddInputs.mean is " + mean + " and deviation " + deviation
                    + "; both must be finite, and the deviation above 0");
        }
        if (before.linearSkip() || !before.temporal().isOff()) {
            throw new IllegalArgumentException(
                    "AddInputs is for networks whose first layer sees the features alone, without a linear skip and temporal inputs");
        }
        return DenseLayers.with(before, before.inputs() + features, before.layers());
    }

    @Override
    public void carry(NetworkSpec before, Tensors tensors) {
        int n = before.inputs();
        double[] in = tensors.get(DenseLayers.weights(0));
        tensors.put(DenseLayers.weights(0), Arrays.copyOf(in, in.length / n * (n + features)));
        if (!tensors.has("features.count")) {
            return;
        }
        double count = tensors.get("features.count")[0];
        double[] means = Arrays.copyOf(tensors.get("features.mean"), n + features);
        double[] deviations = Arrays.copyOf(tensors.get("features.deviations"), n + features);
        Arrays.fill(means, n, n + features, mean);
        Arrays.fill(deviations, n, n + features, deviation * deviation * count);
        tensors.put("features.mean", means);
        tensors.put("features.deviations", deviations);
    }

    @Override
    public float[] features(float[] before) {
        return Arrays.copyOf(before, before.length + features);
    }
}
