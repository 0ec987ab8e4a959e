package io.github.stepnet.jobs.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamEdge;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/** The operators of a job as a table: uid, name, parallelism, and where each gets its input. */
final class GraphTable {

    private GraphTable() {}

    /** The job that has been built in the environment, which keeps it. */
    static String of(StreamExecutionEnvironment env) {
        StreamGraph graph = env.getStreamGraph(false);
        List<StreamNode> nodes = new ArrayList<>(graph.getStreamNodes());
        nodes.sort(Comparator.comparingInt(StreamNode::getId));
        StringBuilder table = new StringBuilder();
        table.append(row("id", "uid", "name", "parallelism", "input"));
        for (StreamNode node : nodes) {
            table.append(row(
                    Integer.toString(node.getId()),
                    String.valueOf(node.getTransformationUID()),
                    node.getOperatorName(),
                    parallelism(node),
                    node.getInEdges().stream().map(GraphTable::input).collect(Collectors.joining(", "))));
        }
        return table.toString();
    }

    private static String parallelism(StreamNode node) {
        return node.getParallelism() < 1 ? "default" : Integer.toString(node.getParallelism());
    }

    private static String input(StreamEdge edge) {
        String partitioner = edge.getPartitioner().toString();
        return edge.getSourceId() + " " + partitioner.toLowerCase(Locale.ROOT);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%4s  %-30s %-32s %11s  %s%n", cells);
    }
}
