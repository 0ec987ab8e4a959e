package io.github.stepnet.jobs.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.learn.LearnJob;
import io.github.stepnet.network.EquilibriumLearner;
import io.github.stepnet.network.EquilibriumSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.equilibrium.EquilibriumPropagation;
import io.github.stepnet.network.equilibrium.LoopedMlp;
import io.github.stepnet.network.equilibrium.Settling;
import io.github.stepnet.network.equilibrium.ToroidalMlp;
import io.github.stepnet.network.optimizer.Adam;
import io.github.stepnet.network.optimizer.Sgd;
import io.github.stepnet.network.spec.CanonicalText;
import io.github.stepnet.network.spec.SpecException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Job files whose network is a model that settles. */
class SettlingNetworkTest {

    private static final String YAML = """
            source: {topic: readings}
            network:
              inputs: 4
              model: {looped-mlp: {hidden: 16}}
              outputs: 2
            learning:
              optimizer: {sgd: {rate: 0.05}}
              cadence: 2
            """;

    private static JobConfig config(String yaml) {
        return JobFile.read(yaml).config();
    }

    @Test
    void whatIsNotSaidIsAsInTheEngine() {
        assertEquals(
                EquilibriumLearner.of(EquilibriumSpec.of(4, new LoopedMlp(16, true), 2))
                        .optimizer(Sgd.rate(0.05f))
                        .cadence(2),
                config(YAML).learner());
    }

    @Test
    void everyKeyOfTheEngineCanBeSaid() {
        String yaml = """
                source: {topic: readings}
                network: {model: {toroidal-mlp: {hidden: 8, symmetric: false}}, inputs: 3, outputs: 1, loss: squared-error, seed: 5, scaling: none}
                learning:
                  propagation: {asymmetric: {beta: 0.2}}
                  settling: {damping: 0.5, tolerance: 1e-3, iterations: 30, nudged-iterations: 10}
                  contraction: 0.9
                  audit: 10
                """;
        EquilibriumLearner learner = (EquilibriumLearner) config(yaml).learner();
        assertEquals(
                new ToroidalMlp(8, false, 3, 0.9f, ToroidalMlp.Shift.EVENT),
                learner.network().model());
        assertEquals(5, learner.network().seed());
        assertEquals(new EquilibriumPropagation.Asymmetric(0.2f), learner.propagation());
        assertEquals(
                Settling.standard()
                        .damping(0.5f)
                        .tolerance(1e-3f)
                        .iterations(30)
                        .nudgedIterations(10),
                learner.settling());
        assertEquals(0.9f, learner.contraction());
        assertEquals(10, learner.audit());
        assertEquals(Adam.rate(0.001f), learner.optimizer());
    }

    @Test
    void theDescriptionIsCompleteAndIsReadBack() {
        JobConfig config = config(YAML);
        assertEquals(config, config(config.describe()));
        assertEquals(config, config(CanonicalText.of(config)));
        assertTrue(config.describe().contains("propagation: {centred: {beta: 0.1}}"), config.describe());
        assertTrue(config.outputs().contains(Output.EQUILIBRIUM));
        assertFalse(JobFile.local().config().outputs().contains(Output.EQUILIBRIUM));
        String table = new LearnJob(config).networkTable();
        assertTrue(table.startsWith("{looped-mlp: {hidden: 16, symmetric: true}} of 4 inputs and 2 outputs"), table);
    }

    @Test
    void anAgentMaySettleBesideOneOfLayers() {
        JobConfig config = config("""
                source: {topic: readings, format: json, key: k, features: [a, b], label: y}
                network:
                  agents:
                    layers: {inputs: 2, layers: [dense: {outputs: 3}]}
                    settles: {inputs: 2, model: gated-mlp, outputs: 3}
                  route: {field: kind}
                learning: {rule: chain-tween, settling: {iterations: 50}}
                """);
        assertEquals(
                NetworkLearner.class,
                config.learning()
                        .learner(config.network().byAgent().get("layers"))
                        .getClass());
        EquilibriumLearner settles = (EquilibriumLearner)
                config.learning().learner(config.network().byAgent().get("settles"));
        assertEquals(50, settles.settling().iterations());
        assertEquals(config, config(config.describe()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cadence: 2        | rule: chain-tween                                | 8: learning.rule is given, but the network is a model that settles; leave it out (allowed: optimizer, shaping, cadence, propagation, settling, contraction, audit)
            cadence: 2        | committee: standard                              | learning.committee is given
            cadence: 2        | propagation: {centred: {beta: 2}}                | 8: learning.propagation.centred.beta is 2; it must be within [0.0001, 1]
            cadence: 2        | propagation: {centred: {beta: -0.1}}             | 8: learning.propagation.centred.beta is -0.1; it must be within [0.0001, 1]
            looped-mlp        | looped-mpl                                       | 4: network.model
            cadence: 2        | settling: {iterations: 0}                        | 8: learning.settling.iterations is 0
            cadence: 2        | contraction: 1.5                                 | 8: learning.contraction is 1.5; it must be within (0, 1), such as 0.95, or 0 for no bound
            {hidden: 16}      | {hidden: 16, symmetric: false}                   | learning.propagation compares energies, which the model
            outputs: 2        | outputs: 0                                       | 5: network.outputs is 0; it must be at least 1
            outputs: 2        | layers: []                                       | 5: network has the key "layers"
            source:           | health: {every: 5}~source:                       | health is given, but the network is a model that settles
            source:           | snapshots: {every: 5}~source:                    | snapshots is given, but the network is a model that settles
            """)
    void mistakesAreFoundWhereTheyStand(String before, String after, String message) {
        String yaml = YAML.replace(before, after.replace("~", "\n"));
        SpecException e = assertThrows(SpecException.class, () -> config(yaml));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void keysOfSettlingAreRefusedForLayers() {
        SpecException e = assertThrows(SpecException.class, () -> config("""
                        source: {topic: readings}
                        network: {inputs: 2, layers: [dense: {outputs: 3}]}
                        learning:
                          settling: {iterations: 5}
                        """));
        assertEquals(
                "inline:4: learning.settling is given, but the network is one of layers, which does not settle; leave it out, or give"
                        + " network.model",
                e.getMessage());
    }
}
