package io.github.stepnet.jobs.analyze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Analyses as one JSON object with all digits of every seed; a figure that there is not is null. */
final class AnalysisJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AnalysisJson() {}

    static String of(List<Analysis> analyses, Analysis.Plan plan) throws JsonProcessingException {
        ObjectNode root = MAPPER.createObjectNode();
        root.set("seeds", MAPPER.valueToTree(plan.seeds()));
        root.put("damping", plan.damping()).put("samples", plan.samples());
        ArrayNode list = root.putArray("analyses");
        for (Analysis analysis : analyses) {
            put(list, analysis, false);
            put(list, analysis, true);
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void put(ArrayNode list, Analysis analysis, boolean isTrained) {
        SeedFigures seeds = SeedFigures.of(analysis, isTrained);
        ObjectNode node = list.addObject()
                .put("task", analysis.task().name())
                .put("model", analysis.subject().name())
                .put("trained", isTrained)
                .put("contraction", analysis.subject().contraction())
                .put("chance", analysis.task().chance())
                .put("seedsL", seeds.l())
                .put("seedsSteps", seeds.steps())
                .put("seedsAccuracy", seeds.accuracy());
        ArrayNode runs = node.putArray("runs");
        for (Portrait portrait : isTrained ? analysis.trained() : analysis.untrained()) {
            ObjectNode run = runs.addObject();
            put(run, "lRand", portrait.random());
            put(run, "lSup", portrait.bound());
            put(run, "lEq", portrait.norm());
            put(run, "rhoEq", portrait.radius());
            put(run, "tailRate", portrait.rate());
            put(run, "steps", portrait.iterations());
            put(run, "settled", portrait.settled());
            put(run, "basin", portrait.basin());
            put(run, "apart", portrait.apart());
            put(run, "accuracy", portrait.accuracy());
            put(run, "energyRises", portrait.rises());
            put(run, "gradientCosine", portrait.cosine());
        }
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
