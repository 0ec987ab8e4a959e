package io.github.stepnet.jobs.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalDouble;

/** Standings as one JSON object with all digits. */
final class ComparisonJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ComparisonJson() {}

    static String of(List<Standing> standings, long budget, long last, List<Long> seeds)
            throws JsonProcessingException {
        ObjectNode root = root(budget, seeds).put("last", last);
        ArrayNode list = root.putArray("contests");
        for (Standing standing : standings) {
            list.addObject()
                    .put("row", standing.contest().row())
                    .put("column", standing.contest().column())
                    .put("accuracy", standing.accuracy())
                    .put("majority", standing.mean(Trial::majority))
                    .put("previous", standing.mean(Trial::previous))
                    .put("ceiling", standing.mean(Trial::ceiling))
                    .put("parameters", standing.trials().get(0).parameters())
                    .put("seconds", standing.mean(Trial::seconds))
                    .put("learner", standing.contest().learner().canonicalText())
                    .set(
                            "runs",
                            MAPPER.valueToTree(standing.trials().stream()
                                    .map(Trial::accuracy)
                                    .toList()));
        }
        return text(root);
    }

    static String ofModes(List<ModeStanding> standings, long budget, List<Long> seeds) throws JsonProcessingException {
        ObjectNode root = root(budget, seeds);
        ArrayNode list = root.putArray("cells");
        for (ModeStanding standing : standings) {
            ModeCell cell = standing.cell();
            ObjectNode node = list.addObject()
                    .put("net", cell.net().label)
                    .put("depth", cell.depth())
                    .put("mode", cell.mode().label)
                    .put("training", standing.training())
                    .put("fresh", standing.mean(ModeTrial::fresh));
            put(node, "gradientsTo50", standing.reached(ModeTrial::half));
            put(node, "gradientsTo90", standing.reached(ModeTrial::most));
            node.put("updatesPerSecond", standing.updatesPerSecond())
                    .put("published", standing.published().text())
                    .put("isBelowPublished", standing.published().isAbove(standing.training()))
                    .put("rerun", standing.rerun().text())
                    .put("isBelowRerun", standing.rerun().isAbove(standing.training()))
                    .put("learner", cell.learner().canonicalText())
                    .set("runs", MAPPER.valueToTree(standing.trials()));
        }
        return text(root);
    }

    static String ofDrift(List<DriftStanding> standings, List<DetectorFigures> detectors, long budget, List<Long> seeds)
            throws JsonProcessingException {
        ObjectNode root = root(budget, seeds);
        ArrayNode list = root.putArray("cells");
        for (DriftStanding standing : standings) {
            list.addObject()
                    .put("row", standing.cell().row())
                    .put("drift", standing.cell().column())
                    .put("learner", standing.cell().learner().canonicalText())
                    .set("runs", MAPPER.valueToTree(standing.trials()));
        }
        root.set("detectors", MAPPER.valueToTree(detectors));
        return text(root);
    }

    static String ofWindows(List<WindowStanding> standings, long budget, List<Long> seeds)
            throws JsonProcessingException {
        ObjectNode root = root(budget, seeds);
        ArrayNode list = root.putArray("cells");
        for (WindowStanding standing : standings) {
            WindowCell cell = standing.cell();
            list.addObject()
                    .put("row", cell.row())
                    .put("column", cell.column())
                    .put("window", cell.window())
                    .put("channels", cell.channels().toString())
                    .put("learner", cell.learner().canonicalText())
                    .set("runs", MAPPER.valueToTree(standing.trials()));
        }
        return text(root);
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(name, value.getAsDouble());
        } else {
            node.putNull(name);
        }
    }

    private static ObjectNode root(long budget, List<Long> seeds) {
        ObjectNode root = MAPPER.createObjectNode().put("budget", budget);
        root.set("seeds", MAPPER.valueToTree(seeds));
        return root;
    }

    private static String text(ObjectNode root) throws JsonProcessingException {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }
}
