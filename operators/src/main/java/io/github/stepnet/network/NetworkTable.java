package io.github.stepnet.network;

import io.github.stepnet.network.arena.StateLayout;
import io.github.stepnet.network.kernel.ScalarKernel;
import io.github.stepnet.network.plan.Node;
import io.github.stepnet.network.plan.Node.StageNode;
import io.github.stepnet.network.plan.Plan;
import java.util.Locale;

/** The table that shows a person what a network is. */
final class NetworkTable {

    private NetworkTable() {}

    static String of(NetworkLearner spec, Plan plan) {
        StringBuilder table = new StringBuilder();
        row(table, "stage", "layer", "input", "output", "floats", "tick");
        for (Node node : plan.nodes()) {
            if (node instanceof StageNode stage) {
                row(
                        table,
                        stage.name(),
                        stage.layer(),
                        stage.stage().input().toString(),
                        stage.stage().output().toString(),
                        String.format(Locale.ROOT, "%,d", stage.parameterFloats()),
                        Integer.toString(stage.depth() + 1));
            }
        }
        StateLayout layout = new StateLayout();
        spec.compile(layout, ScalarKernel.INSTANCE);
        table.append(String.format(
                Locale.ROOT,
                "%,d parameters, %,d floats of state, %,d bytes per key, answers after %d tick%s%n",
                plan.parameterFloats(),
                layout.floats(),
                layout.newState().bytes(),
                spec.execution() == Execution.STEP ? plan.latency() : 1,
                spec.execution() == Execution.STEP && plan.latency() > 1 ? "s" : ""));
        return table.toString();
    }

    private static void row(
            StringBuilder table, String stage, String layer, String input, String output, String floats, String tick) {
        table.append(String.format(
                Locale.ROOT, "%-14s %-10s %10s %10s %12s %6s%n", stage, layer, input, output, floats, tick));
    }
}
