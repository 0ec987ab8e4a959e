package io.github.stepnet.jobs.config;

import io.github.stepnet.network.spec.SpecException;
import io.github.stepnet.network.spec.SpecNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One YAML document as nodes that know their lines.
 *
 * <p>The document is composed, never constructed: tags name no classes, and every scalar stays the text that was written. A list or map
 * may be used again by an alias, but the document may not grow beyond {@value #MOST_NODES} nodes by that.
 */
final class YamlText {

    private static final int MOST_NODES = 10_000;
    private static final int DEEPEST = 50;
    private static final String STANDARD_TAGS = "tag:yaml.org,2002:";

    private final String origin;
    private int nodes;

    private YamlText(String origin) {
        this.origin = origin;
    }

    /**
     * The nodes of a document.
     *
     * @param origin what the document is called in errors
     * @throws SpecException if it is not one document of YAML
     */
    static SpecNode parse(String origin, String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(MOST_NODES);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
            if (root == null) {
                throw new SpecException(origin + ":1", "", "is empty", "allowed: a map, such as {key: value}");
            }
            return new YamlText(origin).node(root, 0);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            String where = mark == null ? origin : where(origin, mark);
            throw new SpecException(where, "", "is not YAML: " + e.getProblem(), "");
        } catch (YAMLException e) {
            throw new SpecException(origin, "", "is not YAML: " + e.getMessage(), "");
        }
    }

    private SpecNode node(Node node, int depth) {
        String where = where(origin, node.getStartMark());
        nodes++;
        if (nodes > MOST_NODES || depth > DEEPEST) {
            throw new SpecException(
                    where,
                    "",
                    "has more than " + MOST_NODES + " values, or is nested deeper than " + DEEPEST,
                    "allowed: less, also after aliases");
        }
        if (!node.getTag().getValue().startsWith(STANDARD_TAGS)) {
            throw new SpecException(where, "", "has the tag " + node.getTag().getValue(), "allowed: no tags");
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getTag().equals(Tag.NULL)
                    ? SpecNode.nothing(where)
                    : SpecNode.scalar(scalar.getValue(), where);
        }
        if (node instanceof SequenceNode sequence) {
            List<SpecNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(node(item, depth + 1));
            }
            return SpecNode.list(items, where);
        }
        List<SpecNode.Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            entries.add(entry(tuple, depth));
        }
        return SpecNode.map(entries, where);
    }

    private SpecNode.Entry entry(NodeTuple tuple, int depth) {
        String where = where(origin, tuple.getKeyNode().getStartMark());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            throw new SpecException(where, "", "has a key that is a list or a map", "allowed: keys that are words");
        }
        return new SpecNode.Entry(key.getValue(), where, node(tuple.getValueNode(), depth + 1));
    }

    private static String where(String origin, Mark mark) {
        return origin + ":" + (mark.getLine() + 1);
    }
}
