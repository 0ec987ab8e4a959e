package io.github.stepnet.network;

import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.learning.HandOver;
import io.github.stepnet.network.learning.Technique;
import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import io.github.stepnet.network.spec.CanonicalText;
import java.util.Locale;

/** The table that shows a person what a network is, and what of its learning takes room in a key's state. */
final class NetworkTable {

    private static final int NAME = 14;

    private NetworkTable() {}

    static String of(NetworkLearner spec, Plan plan) {
        StringBuilder table = new StringBuilder();
        int width = plan.nodes().stream().mapToInt(node -> node.name().length()).reduce(NAME, Math::max);
        row(table, width, "stage", "layer", "input", "output", "floats", "memory", "tick");
        for (Node node : plan.nodes()) {
            if (node instanceof StageNode stage) {
                row(
                        table,
                        width,
                        stage.name(),
                        stage.layer() + (stage.isFrozen() ? " (frozen)" : ""),
                        stage.stage().input().toString(),
                        stage.stage().output().toString(),
                        count(stage.parameterFloats()),
                        count(stage.stage().memory()),
                        Integer.toString(stage.depth() + 1));
            }
        }
        int beside = plan.input().floats() - spec.inputs();
        if (beside > 0) {
            table.append(String.format(
                    Locale.ROOT, "%,d features and %,d temporal inputs beside them%n", spec.inputs(), beside));
        }
        if (spec.cadence() > 1) {
            table.append(String.format(Locale.ROOT, "one update for %,d samples%n", spec.cadence()));
        }
        for (Technique technique : spec.techniques()) {
            table.append(String.format("technique %s%n", CanonicalText.of(Technique.class, technique)));
        }
        if (!spec.handOver().rules().isEmpty()) {
            table.append(String.format("hand-over %s%n", CanonicalText.of(HandOver.class, spec.handOver())));
        }
        StateLayout layout = new StateLayout();
        spec.compile(layout, ScalarKernel.INSTANCE);
        table.append(String.format(
                Locale.ROOT,
                "%,d parameters, %,d floats of state, %,d bytes per key, answers after %d tick%s%n",
                plan.parameterFloats(),
                layout.floats(),
                layout.newState().bytes(),
                spec.execution() == Execution.SWEEP ? 1 : plan.latency(),
                spec.execution() != Execution.SWEEP && plan.latency() > 1 ? "s" : ""));
        return table.toString();
    }

    private static String count(int floats) {
        return String.format(Locale.ROOT, "%,d", floats);
    }

    private static void row(StringBuilder table, int width, String stage, String layer, String... figures) {
        table.append(String.format(
                Locale.ROOT,
                "%-" + width + "s %-18s %10s %10s %10s %8s %5s%n",
                stage,
                layer,
                figures[0],
                figures[1],
                figures[2],
                figures[3],
                figures[4]));
    }
}
