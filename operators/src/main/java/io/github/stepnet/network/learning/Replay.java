package io.github.stepnet.network.learning;

import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.loss.Loss;
import io.github.stepnet.network.spec.Default;
import java.util.Arrays;

/**
 * Experience replay (Lin 1992): every lesson is followed by updates from examples that the key has learned before, kept in a bounded
 * reservoir.
 *
 * <p>An example is kept as the network saw it, scaled, with the memory before it and its truth, unless it was refused; it is drawn uniformly, and
 * learned with the weights as they are, from the memory as it was. Gradients do not reach back from it. State: {@code capacity} times the
 * features, the network's memory and the truth, {@code 2 + classes} longs. Each update costs what a lesson costs, and counts as an update.
 * A cadence is that of the lessons: replayed examples take their steps one by one in between, at the same rate.
 *
 * <p>An error is a capacity outside [1, 100000], updates outside [1, 100], or balancing where there are no classes. Not under drift unless
 * the most recent are kept: a reservoir of all times holds the network back in what was.
 *
 * @param capacity examples that are kept
 * @param updates updates after every lesson
 * @param keep which examples are kept
 */
public record Replay(
        int capacity,
        @Default("1") int updates,
        @Default("uniform") Keep keep) implements Technique {

    /** Which examples a full reservoir keeps. */
    public enum Keep {
        /** Every example ever seen with the same probability (Vitter 1985). */
        UNIFORM,
        /** As many of every class as there can be, within a class uniformly (Chrysakis and Moens 2020). */
        BALANCED,
        /** The most recent. */
        RECENT
    }

    public Replay {
        if (capacity < 1 || capacity > 100_000) {
            throw new IllegalArgumentException(
                    "Replay.capacity is " + capacity + "; it must be within [1, 100000] examples");
        }
        if (updates < 1 || updates > 100) {
            throw new IllegalArgumentException("Replay.updates is " + updates + "; it must be within [1, 100]");
        }
    }

    /** A uniform reservoir and one more update for every lesson. */
    public static Replay of(int capacity) {
        return new Replay(capacity, 1, Keep.UNIFORM);
    }

    @Override
    public Bound bind(Ground ground) {
        if (keep == Keep.BALANCED && ground.loss().task() != Loss.Task.CLASSIFICATION) {
            throw new IllegalArgumentException(
                    "Replay.keep is balanced, but the network learns values, not classes; keep uniform or recent");
        }
        return new Reservoir(this, ground);
    }

    /** The reservoir of a key, in its state. */
    private static final class Reservoir implements Bound {

        private final Replay spec;
        /** Floats of an example without its truth. */
        private final int past;

        private final int truths;
        private final int classes;
        private final int examplesAt;
        private final int seenAt;
        private final int randomAt;
        private final int classesAt;
        private final float[] truth;
        private final int[] kept;

        Reservoir(Replay spec, Ground ground) {
            this.spec = spec;
            past = ground.pastFloats();
            int outputs = ground.plan().output().floats();
            truths = ground.loss().truths(outputs);
            classes = spec.keep == Keep.BALANCED ? ground.loss().answers(outputs) : 0;
            examplesAt = ground.layout().reserveFloats(Math.multiplyExact(spec.capacity, past + truths));
            seenAt = ground.layout().reserveLongs(1);
            randomAt = ground.layout().reserveLongs(1);
            classesAt = ground.layout().reserveLongs(classes);
            truth = new float[truths];
            kept = new int[classes];
        }

        @Override
        public void afterLesson(Lesson lesson, Rehearsal rehearsal) {
            NetworkState state = lesson.state;
            int held = (int) Math.min(state.longs[seenAt], spec.capacity);
            for (int i = 0; i < spec.updates && held > 0; i++) {
                int at = at(draw(state, held));
                rehearsal.recall(state.floats, at);
                System.arraycopy(state.floats, at + past, truth, 0, truths);
                rehearsal.add(truth);
                rehearsal.step();
            }
            if (lesson.refused) {
                return;
            }
            long seen = state.longs[seenAt]++;
            int slot = slot(state, seen, lesson.truth);
            if (slot >= 0) {
                lesson.pass.copyPast(lesson.sample, state.floats, at(slot));
                System.arraycopy(lesson.truth, 0, state.floats, at(slot) + past, truths);
            }
        }

        /** Where a new example goes, or -1 if it is not kept. */
        private int slot(NetworkState state, long seen, float[] truth) {
            if (classes > 0) {
                return balancedSlot(state, seen, (int) truth[0]);
            }
            if (seen < spec.capacity || spec.keep == Keep.RECENT) {
                return (int) (seen % spec.capacity);
            }
            long chosen = Math.floorMod(next(state), seen + 1);
            return chosen < spec.capacity ? (int) chosen : -1;
        }

        private int balancedSlot(NetworkState state, long seen, int label) {
            long ofItsClass = ++state.longs[classesAt + label];
            if (seen < spec.capacity) {
                return (int) seen;
            }
            Arrays.fill(kept, 0);
            for (int slot = 0; slot < spec.capacity; slot++) {
                kept[classAt(state, slot)]++;
            }
            int largest = 0;
            for (int c = 1; c < classes; c++) {
                largest = kept[c] > kept[largest] ? c : largest;
            }
            if (kept[label] < kept[largest]) {
                return pick(state, largest, draw(state, kept[largest]));
            }
            long chosen = Math.floorMod(next(state), ofItsClass);
            return chosen < kept[label] ? pick(state, label, (int) chosen) : -1;
        }

        /** The slot of the {@code n}-th kept example of a class. */
        private int pick(NetworkState state, int label, int n) {
            int left = n;
            for (int slot = 0; slot < spec.capacity; slot++) {
                if (classAt(state, slot) == label && left-- == 0) {
                    return slot;
                }
            }
            throw new AssertionError("no " + n + "th example of class " + label);
        }

        private int classAt(NetworkState state, int slot) {
            return (int) state.floats[at(slot) + past];
        }

        private int at(int slot) {
            return examplesAt + slot * (past + truths);
        }

        private int draw(NetworkState state, int n) {
            return (int) Math.floorMod(next(state), (long) n);
        }

        private long next(NetworkState state) {
            return SplitMix64.at(spec.capacity, state.longs[randomAt]++);
        }
    }
}
