package io.github.stepnet.network;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.kernel.Kernel;
import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Node.StageNode;

/** The generators of appendix A of the stepping specification, and access to parameters in its order. */
public final class SeedVectors {

    private SeedVectors() {}

    /** {@code w(n, phase)_k = 0.5 sin(0.7 (k + 1) + phase)}. */
    public static float[] w(int n, double phase) {
        float[] values = new float[n];
        for (int k = 0; k < n; k++) {
            values[k] = (float) (0.5 * StrictMath.sin(0.7 * (k + 1) + phase));
        }
        return values;
    }

    /** {@code x(n)_k = cos(0.9 (k + 1))}. */
    public static float[] x(int n) {
        float[] values = new float[n];
        for (int k = 0; k < n; k++) {
            values[k] = (float) StrictMath.cos(0.9 * (k + 1));
        }
        return values;
    }

    /** Sets a dense layer's weights, input by input, and biases. */
    public static void set(Network network, NetworkState state, int layer, float[] weights, float[] biases) {
        StageNode node = stage(network, layer);
        int n = node.stage().input().floats();
        int m = node.stage().output().floats();
        int at = network.parametersAt() + node.parametersAt();
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < m; o++) {
                state.floats[at + Kernel.weightIndex(n, m, i, o)] = weights[i * m + o];
            }
        }
        System.arraycopy(biases, 0, state.floats, at + n * m, m);
    }

    /** A dense layer's weights, input by input. */
    public static float[] weights(Network network, NetworkState state, int layer) {
        StageNode node = stage(network, layer);
        int n = node.stage().input().floats();
        int m = node.stage().output().floats();
        int at = network.parametersAt() + node.parametersAt();
        float[] weights = new float[n * m];
        for (int i = 0; i < n; i++) {
            for (int o = 0; o < m; o++) {
                weights[i * m + o] = state.floats[at + Kernel.weightIndex(n, m, i, o)];
            }
        }
        return weights;
    }

    /** A dense layer's biases. */
    public static float[] biases(Network network, NetworkState state, int layer) {
        StageNode node = stage(network, layer);
        int n = node.stage().input().floats();
        int m = node.stage().output().floats();
        float[] biases = new float[m];
        System.arraycopy(state.floats, network.parametersAt() + node.parametersAt() + n * m, biases, 0, m);
        return biases;
    }

    private static StageNode stage(Network network, int layer) {
        Node node = network.plan().nodes().get(layer);
        return (StageNode) node;
    }
}
