package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;

/** Multiplies the learning rate of every node by a factor that never changes. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FixedRates(float[] factor) implements Technique.Bound {

    @Override
    public void scaleRates(NetworkState state, long updates, float[] rates) {
        for (int node = 0; node < factor.length; node++) {
            rates[node] *= factor[node];
        }
    }
}
