package io.github.stepnet.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the command finds on the endless XorNoise, whose ceiling is 93.3 % and whose majority class has 48.3 %. */
class XorNoiseFiguresTest {

    private static JsonNode checkpoints(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--stream", "xor-noise", "--engine", "--json"));
        arguments.addAll(List.of(more));
        return Ran.evaluate(arguments.toArray(String[]::new)).json().at("/mean/checkpoints");
    }

    private static void assertAtLeast(double least, JsonNode checkpoints, int which) {
        JsonNode checkpoint = checkpoints.get(which);
        assertTrue(checkpoint.get("accuracy").asDouble() >= least, checkpoint.toString());
        assertTrue(checkpoint.get("last").asInt() == 10_000, checkpoint.toString());
    }

    @Test
    void oneSeedIsHalfWayToTheCeilingSoon() throws Exception {
        assertAtLeast(0.83, checkpoints("--limit", "100000", "--seed", "1"), 0);
    }

    @Test
    void aMeshLearnsAsWellAsASweepAtEqualSampleGradients() throws Exception {
        String[] budget = {"--limit", "100000", "--seeds", "1,2"};
        double sweep = checkpoints(budget).get(0).get("accuracy").asDouble();
        double mesh = checkpoints("--limit", "100000", "--seeds", "1,2", "--learning.execution", "step")
                .get(0)
                .get("accuracy")
                .asDouble();
        assertEquals(sweep, mesh, 0.02);
    }

    @Test
    void aPipelineLearnsAlmostAsWellAsAMesh() throws Exception {
        String[] budget = {"--limit", "100000", "--seeds", "1,2", "--learning.execution"};
        double mesh = accuracy(budget, "step");
        assertEquals(mesh, accuracy(budget, "pipeline"), 0.01);
    }

    private static double accuracy(String[] arguments, String last) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(last);
        return checkpoints(all.toArray(String[]::new)).get(0).get("accuracy").asDouble();
    }

    @Test
    @Tag("long")
    void adamComesNearTheCeiling() throws Exception {
        JsonNode checkpoints = checkpoints();
        assertAtLeast(0.84, checkpoints, 0);
        assertAtLeast(0.885, checkpoints, 1);
    }

    @Test
    @Tag("long")
    void theChainTweenComesNearTheCeiling() throws Exception {
        JsonNode checkpoints = checkpoints("--learning.rule", "chain-tween");
        assertAtLeast(0.83, checkpoints, 0);
        assertAtLeast(0.875, checkpoints, 1);
    }
}
