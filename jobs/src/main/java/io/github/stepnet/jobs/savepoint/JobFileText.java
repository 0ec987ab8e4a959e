package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.network.LearnerSpec;
import io.github.stepnet.network.NetworkLearner;
import io.github.stepnet.network.spec.FlowText;
import io.github.stepnet.network.spec.SpecNode;
import java.util.List;
import java.util.stream.Collectors;

/** What of a job file describes a learner: YAML with a line for each key and each layer. */
final class JobFileText {

    private static final String PLAIN = "[A-Za-z0-9][A-Za-z0-9._+-]*|-?[0-9][0-9.eE+-]*";

    private JobFileText() {}

    /**
     * The sections {@code network} and, if it differs, {@code learning}; empty if the learner is no single network, for which job files have other words.
     *
     * @param before what it was
     */
    static String of(LearnerSpec before, LearnerSpec after) {
        if (!(after instanceof NetworkLearner network)) {
            return "";
        }
        boolean learnsAsBefore = before instanceof NetworkLearner old
                && old.network(network.network()).equals(network);
        StringBuilder text = new StringBuilder();
        SpecNode learner = FlowText.parse("learner", after.canonicalText())
                .entries()
                .get(0)
                .value();
        for (SpecNode.Entry entry : learner.entries()) {
            if (entry.key().equals("network")) {
                text.append("network:\n");
                section(text, entry.value().entries());
            }
        }
        if (!learnsAsBefore) {
            text.append("learning:\n");
            section(
                    text,
                    learner.entries().stream()
                            .filter(entry -> !entry.key().equals("network"))
                            .toList());
        }
        return text.toString();
    }

    private static void section(StringBuilder text, List<SpecNode.Entry> entries) {
        for (SpecNode.Entry entry : entries) {
            text.append("  ").append(entry.key()).append(':');
            if (entry.key().equals("layers")) {
                for (SpecNode layer : entry.value().items()) {
                    String flow = flow(layer);
                    boolean isOne = flow.startsWith("{") && layer.entries().size() == 1;
                    text.append("\n    - ").append(isOne ? flow.substring(1, flow.length() - 1) : flow);
                }
                text.append('\n');
            } else {
                text.append(' ').append(flow(entry.value())).append('\n');
            }
        }
    }

    private static String flow(SpecNode node) {
        return switch (node.kind()) {
            case NOTHING -> "null";
            case SCALAR -> node.text().matches(PLAIN) ? node.text() : "\"" + node.text() + "\"";
            case LIST -> node.items().stream().map(JobFileText::flow).collect(Collectors.joining(", ", "[", "]"));
            case MAP -> map(node.entries());
        };
    }

    /** What has a name and no keys is written by its name. */
    private static String map(List<SpecNode.Entry> entries) {
        if (entries.size() == 1) {
            SpecNode only = entries.get(0).value();
            if (only.kind() == SpecNode.Kind.MAP && only.entries().isEmpty()) {
                return entries.get(0).key();
            }
        }
        return entries.stream()
                .map(entry -> entry.key() + ": " + flow(entry.value()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
