package io.github.stepnet.jobs.learn;

import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.schemas.Event;
import java.util.ArrayList;
import java.util.List;

/** Events with ids and ascending times, the keys taking turns; three features say which of three classes each belongs to. */
public final class Events {

    static final int FEATURES = 4;
    static final int CLASSES = 3;
    static final long START = 1_700_000_000_000L;

    private Events() {}

    public static List<Event> random(int count, int keys, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Float> features = new ArrayList<>();
            for (int f = 0; f < FEATURES; f++) {
                features.add((float) (2 * random.nextDouble() - 1));
            }
            int label = features.get(0) * features.get(1) > 0 ? 0 : features.get(2) > 0 ? 1 : 2;
            events.add(new Event("key-" + i % keys, Integer.toString(i / keys), START + i, features, label, null));
        }
        return events;
    }
}
