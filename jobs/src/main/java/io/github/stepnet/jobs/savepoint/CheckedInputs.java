package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.ModelTensor;
import io.github.stepnet.network.ModelTensors;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.arena.NetworkState;
import io.github.stepnet.network.arena.SplitMix64;
import io.github.stepnet.network.migration.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Features of events that models are asked about before and after a migration: recorded ones, or such as a key's own statistics say its events are like. */
final class CheckedInputs {

    private static final int DRAWN = 100;
    private static final long SEED = 42;

    private final List<float[]> recorded;
    private final int features;
    private final ModelTensors tensors;
    private final List<Integer> unscaled;

    private CheckedInputs(Models models, List<float[]> recorded) {
        this.recorded = recorded;
        features = models.description().learner().inputs();
        tensors = ModelTensors.of(models.learner());
        unscaled = models.description().learner() instanceof NetworkLearner network
                ? network.network().unscaled()
                : List.of();
    }

    /** Drawn for each key, in the same way each time; a feature that is not scaled, as an id is not, is a whole number. */
    static CheckedInputs drawn(Models models) {
        return new CheckedInputs(models, List.of());
    }

    /** Those of a file: numbers between commas, the features of an event in a line; a first line that has no numbers is a heading. */
    static CheckedInputs of(Models models, Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            List<float[]> events = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                boolean isHeading = i == 0 && numbers(lines.get(0)).isEmpty();
                if (!lines.get(i).isBlank() && !isHeading) {
                    events.add(event(models, file + ":" + (i + 1), lines.get(i)));
                }
            }
            if (events.isEmpty()) {
                throw new CannotRun(
                        "--inputs is " + file + ", which has no events; give each a line of numbers between commas");
            }
            return new CheckedInputs(models, events);
        } catch (IOException e) {
            throw new CannotRun("--inputs is " + file + ", which is no text file that can be read (" + Reasons.of(e)
                    + "); name a CSV file with the features of an event in each line");
        }
    }

    private static float[] event(Models models, String where, String line) {
        int inputs = models.description().learner().inputs();
        float[] event = numbers(line)
                .orElseThrow(() ->
                        new CannotRun(where + " has a value that is no finite number; give numbers between commas"));
        if (event.length != inputs) {
            throw new CannotRun(where + " has " + event.length + " values, but the network takes " + inputs
                    + " features; leave out key, label and time");
        }
        return event;
    }

    private static Optional<float[]> numbers(String line) {
        String[] cells = line.split(",", -1);
        float[] values = new float[cells.length];
        for (int i = 0; i < cells.length; i++) {
            try {
                values[i] = Float.parseFloat(cells[i].trim());
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
            if (!Float.isFinite(values[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** As a person reads it. */
    String describe() {
        return recorded.isEmpty()
                ? DRAWN + " inputs each, drawn from the statistics of their features"
                : recorded.size() + " recorded inputs";
    }

    /** Those for a key. */
    List<float[]> of(NetworkState state) {
        if (!recorded.isEmpty()) {
            return recorded;
        }
        Optional<ModelTensor> count = tensors.find("features.count");
        double events = count.map(tensor -> tensor.value(state, 0)).orElse(0.0);
        SplitMix64 random = new SplitMix64(SEED);
        List<float[]> drawn = new ArrayList<>();
        for (int n = 0; n < DRAWN; n++) {
            float[] event = new float[features];
            for (int i = 0; i < features; i++) {
                double value = random.nextGaussian();
                if (events > 0) {
                    double variance =
                            tensors.find("features.deviations").orElseThrow().value(state, i) / events;
                    value = tensors.find("features.mean").orElseThrow().value(state, i) + value * Math.sqrt(variance);
                }
                event[i] = (float) (unscaled.contains(i) ? Math.max(0, Math.rint(value)) : value);
            }
            drawn.add(event);
        }
        return drawn;
    }
}
