package io.github.stepnet.jobs.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stepnet.jobs.evaluate.Assessment.Checkpoint;
import io.github.stepnet.jobs.evaluate.Evaluation.Result;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** One JSON object for a machine, once all is over. Shares and kappas are of 1, with all their digits. */
final class JsonReport implements Report {

    private final PrintWriter out;
    private final ObjectMapper json = new ObjectMapper();
    private final ObjectNode root = json.createObjectNode();
    private ArrayNode runs;
    private long events;

    JsonReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(Evaluation evaluation) {
        Data data = evaluation.data();
        events = data.events();
        root.put("name", data.name()).put("events", events).put("inputs", data.inputs());
        if (data.isClassified()) {
            root.put("classes", data.classes());
        } else {
            root.put("targets", 1);
        }
        data.ceiling().ifPresent(ceiling -> root.put("ceiling", ceiling));
        root.put("runner", evaluation.runner().describe());
        runs = root.putArray("runs");
    }

    @Override
    public void finished(Result result) {
        Assessment found = result.assessment();
        ObjectNode run = runs.addObject()
                .put("seed", result.seed())
                .put("learner", result.learner().canonicalText())
                .put("seconds", result.seconds())
                .put("eventsPerSecond", result.perSecond(events))
                .put("updatesPerSecond", result.perSecond(found.updates()))
                .put("updates", found.updates())
                .put("refusedUpdates", found.refused())
                .put("keys", found.keys())
                .put("answered", found.answered())
                .put("scored", found.total().events());
        run.putObject("rejected").put("rows", found.rejected()).putPOJO("firstReasons", found.reasons());
        put(run.putObject("total"), found.total().measures());
        ArrayNode checkpoints = run.putArray("checkpoints");
        found.checkpoints()
                .forEach(each -> put(place(checkpoints, each), each.score().windowMeasures()));
        found.worst()
                .ifPresent(worst -> put(
                        run.putObject("worstKey")
                                .put("key", worst.key())
                                .put("scored", worst.score().events()),
                        worst.score().measures()));
    }

    @Override
    public void end(List<Result> results) {
        ObjectNode mean = root.putObject("mean");
        put(mean.putObject("total"), Report.mean(results, found -> found.total().measures()));
        ArrayNode means = mean.putArray("checkpoints");
        List<Checkpoint> checkpoints = results.get(0).assessment().checkpoints();
        for (int i = 0; i < checkpoints.size(); i++) {
            int at = i;
            put(
                    place(means, checkpoints.get(i)),
                    Report.mean(
                            results,
                            found -> found.checkpoints().get(at).score().windowMeasures()));
        }
        try {
            out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(root));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("writing to a string", impossible);
        }
        out.flush();
    }

    private static ObjectNode place(ArrayNode checkpoints, Checkpoint checkpoint) {
        return checkpoints.addObject().put("at", checkpoint.at()).put("last", checkpoint.last());
    }

    private static void put(ObjectNode into, Map<Measure, Double> measures) {
        measures.forEach((measure, value) -> into.put(measure.key(), value));
    }
}
