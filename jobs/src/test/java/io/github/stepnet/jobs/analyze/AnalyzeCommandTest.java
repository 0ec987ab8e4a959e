package io.github.stepnet.jobs.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stepnet.jobs.Stepnet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AnalyzeCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = Stepnet.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    private Map<String, JsonNode> analyses() throws Exception {
        Map<String, JsonNode> analyses = new TreeMap<>();
        for (JsonNode analysis : new ObjectMapper().readTree(out.toString()).get("analyses")) {
            String bound = analysis.get("contraction").asDouble() == 0 ? "free" : "bounded";
            String when = analysis.get("trained").asBoolean() ? "trained" : "untrained";
            analyses.put(analysis.get("model").asText() + " " + bound + " " + when, analysis);
        }
        return analyses;
    }

    private static double figure(JsonNode analysis, String name) {
        return analysis.get("runs").get(0).get(name).asDouble();
    }

    @Test
    void anUntrainedModelIsAsTheSpecificationMeasures() throws Exception {
        assertEquals(0, run("analyze", "--json", "--task", "xor", "--model", "looped", "--seeds", "42"), err::toString);
        JsonNode untrained = analyses().get("looped free untrained");
        assertEquals(0.95, figure(untrained, "lSup"), 0.005);
        assertEquals(0.685, figure(untrained, "lRand"), 0.04);
        assertTrue(figure(untrained, "rhoEq") <= figure(untrained, "lEq") + 1e-3);
        assertTrue(figure(untrained, "lEq") <= 0.95 + 1e-2);
        assertEquals("0.691", untrained.get("seedsL").asText());
        assertEquals("N/C", untrained.get("seedsSteps").asText());
        assertEquals("5%", untrained.get("seedsAccuracy").asText());
        assertEquals(0, figure(untrained, "energyRises"));
        assertTrue(figure(untrained, "gradientCosine") > 0.999);
        assertEquals(0.5, untrained.get("chance").asDouble());

        JsonNode bounded = analyses().get("looped bounded trained");
        assertTrue(figure(bounded, "lSup") <= 0.975 + 1e-4);
        assertTrue(figure(bounded, "accuracy") >= 0.8, bounded::toString);
        assertEquals(0, figure(bounded, "energyRises"));
        assertEquals("0.55", bounded.get("seedsL").asText());
        assertEquals(1, figure(bounded, "basin"));
        assertEquals(figure(bounded, "rhoEq"), figure(bounded, "tailRate"), 0.05);
        JsonNode free = analyses().get("looped free trained");
        assertTrue(figure(free, "lSup") > 1.2, free::toString);
    }

    @Test
    void everyModelIsMeasuredAndATableHasALineForEachState() {
        assertEquals(
                0,
                run("analyze", "--task", "attractor", "--hidden", "8", "--samples", "64", "--seeds", "1"),
                err::toString);
        List<String> lines = out.toString().lines().toList();
        assertEquals(3 + Subject.MODELS.size() * 2 * 2 + 4, lines.size(), out::toString);
        // The seeds have no figures of 8 units.
        assertFalse(out.toString().contains("0.653"), out::toString);
        assertEquals("attractor: 15 patterns of 20 inputs, 3 classes, chance 33.3%", lines.get(1));
        assertTrue(lines.get(2).contains("seeds' L"), lines.get(2));
        assertTrue(out.toString().contains("modern-tied-layer-norm"), out::toString);
    }

    @Test
    void whatIsNotAllowedIsToldInALine() {
        assertEquals(2, run("analyze", "--model", "hopfield"));
        assertTrue(
                err.toString()
                        .startsWith("stepnet analyze: --model is \"hopfield\"; allowed: looped, looped-nonsymmetric,"),
                err::toString);
        assertEquals(2, run("analyze", "--bits", "40"));
        assertTrue(err.toString().contains("--bits is 40; it must be within 2 and 12"), err::toString);
        assertEquals(2, run("analyze", "--damping", "2"));
        assertTrue(err.toString().contains("Settling.damping is 2; it must be within [0.001, 1]"), err::toString);
    }
}
