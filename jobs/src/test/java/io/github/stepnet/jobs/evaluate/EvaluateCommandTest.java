package io.github.stepnet.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateCommandTest {

    /** A learner that always answers the first class, or half of the way to nothing: zeros that hardly move. */
    private static final String[] IDLE = {
        "--network.layers", "[{dense: {initializer: zero}}]",
        "--network.linear-skip", "false",
        "--learning.optimizer.sgd.rate", "1e-30",
        "--engine"
    };

    @TempDir
    Path folder;

    private static Ran evaluate(String[] common, String... own) {
        return Ran.evaluate(Stream.of(own, common).flatMap(Stream::of).toArray(String[]::new));
    }

    private String tiny() throws IOException {
        return TestFiles.file(folder, "tiny.csv", "x,state", "1,a", "2,b", "3,b", "4,a", "5,b", "6,b")
                .toString();
    }

    @Test
    void figuresAreThoseCountedByHand() throws IOException {
        // Always a: right at rows 1 and 4. The label before, at first a: right at 1, 3, 6. The majority, the first of
        // equals: at 1, 6.
        Ran ran = evaluate(IDLE, "--csv", tiny());
        assertEquals(0, ran.code(), ran.err());
        assertEquals("tiny  6 events  1 input  2 classes", ran.lines().get(0));
        assertEquals(
                "accuracy 33.3 %   previous label 50.0 %   majority 33.3 %   kappa 0.0   kappa-temporal -33.3   log-loss 0.693",
                ran.lines().get(1));
        assertTrue(
                ran.lines()
                        .get(2)
                        .matches("[0-9,]+ events/s   [0-9,]+ updates/s   0 updates refused   \\(bare engine, .*"),
                ran.out());
        assertEquals(3, ran.lines().size(), ran.out());
        assertEquals("", ran.err());
    }

    @Test
    void checkpointsAndSeedsArePrintedWithTheirMean() throws IOException {
        Ran ran = evaluate(IDLE, "--csv", tiny(), "--last", "2", "--at", "6,3", "--seeds", "4,5");
        List<String> lines = ran.lines();
        String total =
                "accuracy 33.3 %   previous label 50.0 %   majority 33.3 %   kappa 0.0   kappa-temporal -33.3   log-loss 0.693";
        String soon = "last 2 by 3   accuracy 0.0 %   previous label 50.0 %   majority 0.0 %";
        String late = "last 2 by 6   accuracy 0.0 %   previous label 50.0 %   majority 50.0 %";
        assertEquals(List.of("", "seed 4", total, soon, late), lines.subList(1, 6), ran.out());
        assertEquals(List.of("", "seed 5", total, soon, late), lines.subList(7, 12), ran.out());
        assertEquals(List.of("", "mean of 2 seeds", total, soon, late), lines.subList(13, 18), ran.out());
        assertEquals(18, lines.size(), ran.out());
    }

    @Test
    void theWorstOfSeveralKeysIsNamed() throws IOException {
        String file = TestFiles.file(folder, "keys.csv", "1,k1,a", "2,k2,b", "3,k1,a", "4,k2,a", "5,k3,b")
                .toString();
        Ran ran = evaluate(IDLE, "--csv", file, "--key-column", "2");
        assertTrue(
                ran.lines()
                        .contains(
                                "3 keys   worst k3   accuracy 0.0 %   previous label 0.0 %   majority 0.0 %   of 1 event"),
                ran.out());
    }

    @Test
    void rowsThatCannotBeUsedAreCountedAndReported() throws IOException {
        String file = TestFiles.file(
                        folder,
                        "bad.csv",
                        "x,y,state",
                        "1,1,a",
                        "2,,b",
                        "3",
                        "4,1,b",
                        "1e99,1,a",
                        "5,1,",
                        "\"6,1,a",
                        "7,1,c")
                .toString();
        Ran ran = evaluate(IDLE, "--csv", file);
        int reasons = ran.lines().indexOf("4 rows could not be used:");
        assertTrue(reasons > 0, ran.out());
        assertEquals("bad.csv:3: y is missing", ran.lines().get(reasons + 1));
        assertEquals(
                "bad.csv:4: the row has 1 cells; the file has 3 columns",
                ran.lines().get(reasons + 2));
        assertEquals("bad.csv:6: x is not a finite number", ran.lines().get(reasons + 3));
        assertTrue(ran.lines().get(reasons + 4).startsWith("bad.csv:8: "), ran.out());
        assertTrue(ran.lines().contains("1 row without a truth, answered and not scored"), ran.out());
    }

    @Test
    void aNumberIsPredictedWithItsBaselines() throws IOException {
        String file =
                TestFiles.file(folder, "values.csv", "x,y", "1,0", "2,2", "3,4").toString();
        // Always 0: the learner's answers hardly leave where they start, and values are not scaled.
        Ran ran = evaluate(IDLE, "--csv", file, "--target", "y", "--network.scaling", "none");
        assertEquals("values  3 events  1 input  1 target", ran.lines().get(0));
        assertEquals(
                "MAE 2   RMSE 2.582   R2 -1.500   last value MAE 1.333   RMSE 1.633   running mean MAE 1.667   RMSE 2.082",
                ran.lines().get(1));
    }

    @Test
    void machinesGetOneObjectWithAllDigits() throws IOException {
        Ran ran = evaluate(IDLE, "--csv", tiny(), "--last", "2", "--json");
        JsonNode report = ran.json();
        assertEquals("tiny", report.get("name").asText());
        assertEquals(6, report.get("events").asInt());
        JsonNode run = report.at("/runs/0");
        assertEquals(1.0 / 3, run.at("/total/accuracy").asDouble());
        assertEquals(0.5, run.at("/total/previousLabelAccuracy").asDouble());
        assertEquals(-1.0 / 3, run.at("/total/kappaTemporal").asDouble());
        assertEquals(Math.log(2), run.at("/total/logLoss").asDouble(), 1e-15);
        assertEquals(0, run.at("/refusedUpdates").asInt());
        assertEquals(6, run.at("/updates").asInt());
        assertEquals(2, run.at("/checkpoints/0/last").asInt());
        assertEquals(1.0 / 3, report.at("/mean/total/accuracy").asDouble());
        assertTrue(run.get("learner").asText().contains("rate: 1e-30"), run.toString());
    }

    @Test
    void theSameSeedGivesTheSameFigures() {
        String[] arguments = {"--stream", "fleet", "--limit", "2000", "--engine", "--seeds", "3,4,3"};
        List<String> lines = Ran.evaluate(arguments).lines();
        int first = lines.indexOf("seed 3") + 1;
        int last = lines.lastIndexOf("seed 3") + 1;
        assertEquals(lines.get(first), lines.get(last));
        assertFalse(lines.get(first).equals(lines.get(lines.indexOf("seed 4") + 1)));
        assertEquals("fleet  2,000 events  8 inputs  3 classes  ceiling 95.0 %", lines.get(0));
    }

    @Test
    void aRunOfStepsAnswersEveryRow() throws Exception {
        Ran ran = Ran.evaluate(
                "--stream",
                "xor-noise",
                "--limit",
                "500",
                "--keys",
                "3",
                "--seed",
                "1",
                "--engine",
                "--json",
                "--learning.execution",
                "step");
        assertEquals(500, ran.json().at("/runs/0/scored").asInt(), ran.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    --engine                                     | neither --csv nor --stream is given; allowed: one of them, such as --csv electricity.csv or --stream xor-noise
                    --csv a.csv --stream fleet                   | --csv and --stream are both given; allowed: one of them, such as --csv electricity.csv or --stream xor-noise
                    --stream sine                                | --stream is "sine"; allowed: fleet, xor-noise, parity, attractor
                    --stream fleet --limit 0                     | --limit is 0; it must be at least 1
                    --stream fleet --limit -3                    | --limit is -3; it must be at least 1
                    --stream fleet --keys 0                      | --keys is 0; it must be at least 1
                    --stream fleet --last 0                      | --last is 0; it must be at least 1
                    --stream fleet --limit 9 --at 10             | --at is 10; it must be within 1 and 9, the rows that are read
                    --stream fleet --limit x                     | Invalid value for option '--limit': 'x' is not a long
                    --stream fleet --limt 5                      | Unknown options: '--limt', '5'
                    --stream fleet --label x                     | --label is given with --stream; it is about the columns of a file: use --csv, or leave it out
                    --stream xor-noise --phase-length 5          | --phase-length is given with --stream xor-noise, which has no drifts; use --stream fleet, or leave it out
                    --stream fleet --engine --parallelism 2      | --parallelism is given with --engine, which runs in one thread; leave one of them out
                    --stream fleet --parallelism 0               | --parallelism is 0; it must be within 1 and 720
                    --stream fleet --kernel gpu                  | --kernel is "gpu"; allowed: auto, vector, scalar
                    --stream fleet --preset best                 | --preset is "best"; allowed: csv-classification, csv-regression, xor-noise, xor-noise-chain-tween, fleet, parity, attractor
                    --stream fleet --preset fleet --config a     | --preset fleet and --config a are both given; allowed: one of them, each says all of a learner
                    --stream fleet --preset csv-regression       | network.loss learns numbers but fleet has classes; use softmax-cross-entropy, or --target
                    --stream fleet --network.inputs 9            | network.inputs is 9 but fleet has 8; leave it out
                    --stream fleet --network.layers.2.dense.outputs 4 | the network answers 4 classes but fleet has 3; leave out the outputs of the last layer
                    --stream fleet --network.sed 4               | --network.sed: network has the key "sed"; allowed: inputs, layers, loss, seed, linear-skip, scaling, unscaled, temporal; did you mean seed?
                    --stream fleet --network.seed                | --network.seed has no value; allowed: --network.seed value
                    """)
    void aWrongArgumentIsAnsweredWithWhatIsAllowed(String arguments, String message) {
        Ran ran = Ran.evaluate(arguments.split(" "));
        assertEquals(2, ran.code());
        assertEquals("", ran.out());
        assertEquals(
                "stepnet evaluate: " + message, ran.err().lines().findFirst().orElse(""));
        assertTrue(ran.err().lines().count() <= 3, ran.err());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("nowhere.csv");
        Ran ran = Ran.evaluate("--csv", file.toString());
        assertEquals(2, ran.code());
        assertTrue(ran.err().contains("--csv is " + file + "; there is no such file"), ran.err());
    }

    @Test
    void aColumnThatIsNotThereIsAnsweredWithThoseThatAre() throws IOException {
        Ran ran = Ran.evaluate("--csv", tiny(), "--label", "colour");
        assertEquals(2, ran.code());
        assertTrue(ran.err().contains("label column is \"colour\"; columns: x, state"), ran.err());
    }
}
