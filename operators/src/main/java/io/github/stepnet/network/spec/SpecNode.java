package io.github.stepnet.network.spec;

import java.util.List;

/**
 * One node of a text that has been parsed but not understood yet, whatever its syntax was: what a {@link SpecReader} reads.
 *
 * @param kind what it is
 * @param text the text of a scalar, without quotes; empty for every other kind
 * @param items the items of a list; none for every other kind
 * @param entries the entries of a map as they stand, a key that occurs twice included; none for every other kind
 * @param where where a person finds it, such as {@code job.yaml:9}
 */
public record SpecNode(Kind kind, String text, List<SpecNode> items, List<Entry> entries, String where) {

    public SpecNode {
        items = List.copyOf(items);
        entries = List.copyOf(entries);
    }

    /** What a node is. */
    public enum Kind {
        /** A key or a place without a value, {@code null} in YAML. */
        NOTHING,
        /** One word, number or string. */
        SCALAR,
        /** Items in order. */
        LIST,
        /** Keys and values in order. */
        MAP
    }

    /**
     * A key and its value.
     *
     * @param key the key
     * @param where where a person finds the key
     * @param value the value
     */
    public record Entry(String key, String where, SpecNode value) {}

    /** A place without a value. */
    public static SpecNode nothing(String where) {
        return new SpecNode(Kind.NOTHING, "", List.of(), List.of(), where);
    }

    /** One word, number or string. */
    public static SpecNode scalar(String text, String where) {
        return new SpecNode(Kind.SCALAR, text, List.of(), List.of(), where);
    }

    /** Items in order. */
    public static SpecNode list(List<SpecNode> items, String where) {
        return new SpecNode(Kind.LIST, "", items, List.of(), where);
    }

    /** Keys and values in order. */
    public static SpecNode map(List<Entry> entries, String where) {
        return new SpecNode(Kind.MAP, "", List.of(), entries, where);
    }
}
