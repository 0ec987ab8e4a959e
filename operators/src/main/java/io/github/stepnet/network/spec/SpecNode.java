package io.github.stepnet.network.spec;

import java.util.List;

/**
 * One node of a text that has been parsed but not understood yet, whatever its syntax was: what a {@link SpecReader} reads.
 */
public interface SpecNode {

    /** What a node is. */
    enum Kind {
        /** A key or a place without a value, {@code null} in YAML. */
        NOTHING,
        /** One word, number or string. */
        SCALAR,
        /** Items in order. */
        LIST,
        /** Keys and values in order. */
        MAP
    }

    Kind kind();

    /** The text of a scalar, without quotes; empty for every other kind. */
    String text();

    /** The items of a list; empty for every other kind. */
    List<? extends SpecNode> items();

    /** The entries of a map as they stand, a key that occurs twice included; empty for every other kind. */
    List<Entry> entries();

    /** Where a person finds this node, such as {@code job.yaml:9}. */
    String where();

    /**
     * A key and its value.
     *
     * @param key the key
     * @param where where a person finds the key
     * @param value the value
     */
    record Entry(String key, String where, SpecNode value) {}
}
