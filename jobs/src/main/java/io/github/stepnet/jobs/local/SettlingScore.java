package io.github.stepnet.jobs.local;

import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.schemas.EquilibriumEvent;
import io.github.stepnet.schemas.EquilibriumEventKind;
import io.github.stepnet.schemas.Prediction;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** How networks that settle have done so: iterations of their events, and how many keys have reached what. May be used by several threads. */
final class SettlingScore {

    private final Map<EquilibriumEventKind, Set<String>> keys = new EnumMap<>(EquilibriumEventKind.class);
    private long events;
    private long iterations;

    /** Counts an answer; one of a network of layers says nothing of settling. */
    synchronized void credit(Prediction prediction) {
        if (prediction.getIterations() != null) {
            events++;
            iterations += prediction.getIterations();
        }
    }

    synchronized void add(EquilibriumEvent event) {
        keys.computeIfAbsent(event.getKind(), kind -> new HashSet<>()).add(event.getKey());
    }

    /** In one line; empty for networks of layers. */
    synchronized String text() {
        if (events == 0) {
            return "";
        }
        StringJoiner kinds = new StringJoiner(", ", "; keys: ", "").setEmptyValue("");
        keys.forEach((kind, of) -> kinds.add(Figures.count(of.size()) + " " + Screen.words(kind)));
        return Figures.decimal((double) iterations / events, 1) + " iterations an event" + kinds;
    }
}
