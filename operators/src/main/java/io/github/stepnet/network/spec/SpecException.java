package io.github.stepnet.network.spec;

/**
 * A text that does not describe what it should. The message has the place, the path, what was given, and what is allowed:
 * {@code job.yaml:9: network.layers[1].dense.activation is "leakyrelu"; allowed: identity, relu, leaky-relu}.
 */
public final class SpecException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String where;
    private final String path;
    private final String given;
    private final String allowed;

    /**
     * A mistake.
     *
     * @param where place in the text, such as {@code job.yaml:9}
     * @param path the keys that lead there; empty for the whole text
     * @param given what was found, as the rest of a sentence that starts with the path: {@code is "leakyrelu"}
     * @param allowed what would be right; may be empty
     */
    public SpecException(String where, String path, String given, String allowed) {
        this(where, path, given, allowed, null);
    }

    SpecException(String where, String path, String given, String allowed, Throwable cause) {
        super(
                where + ": " + (path.isEmpty() ? "the text" : path) + " " + given
                        + (allowed.isEmpty() ? "" : "; " + allowed),
                cause);
        this.where = where;
        this.path = path;
        this.given = given;
        this.allowed = allowed;
    }

    /** Place in the text, such as {@code job.yaml:9}. */
    public String where() {
        return where;
    }

    /** The keys that lead there; empty for the whole text. */
    public String path() {
        return path;
    }

    /** What was found, as the rest of a sentence that starts with the path. */
    public String given() {
        return given;
    }

    /** What would be right; may be empty. */
    public String allowed() {
        return allowed;
    }
}
