package io.github.stepnet.network.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * Parses the notation of {@link CanonicalText}, a subset of YAML's flow style: {@code {outputs: 64, names: [a, "b c"]}}.
 *
 * <p>A map in braces, a list in brackets, a scalar plain or in double quotes. A plain scalar ends at a comma, a closing bracket or a
 * colon before a space; {@code null} and nothing at all are nothing. Places are counted in characters: {@code spec:17}.
 */
public final class FlowText {

    private static final int DEEPEST = 100;

    private final String origin;
    private final String text;
    private int at;
    private int depth;

    private FlowText(String origin, String text) {
        this.origin = origin;
        this.text = text;
    }

    /**
     * The tree of a text.
     *
     * @param origin what the text is called in errors
     * @throws SpecException if it is not in this notation
     */
    public static SpecNode parse(String origin, String text) {
        FlowText parser = new FlowText(origin, text);
        SpecNode node = parser.value(false);
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.unexpected("the end");
        }
        return node;
    }

    private SpecNode value(boolean inside) {
        skipSpace();
        String where = where();
        if (at < text.length() && text.charAt(at) == '{') {
            return map(where);
        }
        if (at < text.length() && text.charAt(at) == '[') {
            return list(where);
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return SpecNode.scalar(quoted(), where);
        }
        String plain = plain(inside);
        return plain.isEmpty() || plain.equals("null") ? SpecNode.nothing(where) : SpecNode.scalar(plain, where);
    }

    private SpecNode map(String where) {
        List<SpecNode.Entry> entries = new ArrayList<>();
        enter();
        while (!isAt('}')) {
            String keyWhere = where();
            String key = isAt('"') ? quoted() : plain(true);
            skipSpace();
            take(':');
            entries.add(new SpecNode.Entry(key, keyWhere, value(true)));
            takeSeparator('}');
        }
        leave();
        return SpecNode.map(entries, where);
    }

    private SpecNode list(String where) {
        List<SpecNode> items = new ArrayList<>();
        enter();
        while (!isAt(']')) {
            items.add(value(true));
            takeSeparator(']');
        }
        leave();
        return SpecNode.list(items, where);
    }

    private void enter() {
        at++;
        depth++;
        if (depth > DEEPEST) {
            throw new SpecException(where(), "", "is nested deeper than " + DEEPEST, "");
        }
    }

    private void leave() {
        at++;
        depth--;
    }

    private boolean isAt(char c) {
        skipSpace();
        return at < text.length() && text.charAt(at) == c;
    }

    private void take(char c) {
        if (!isAt(c)) {
            throw unexpected("\"" + c + "\"");
        }
        at++;
    }

    private void takeSeparator(char close) {
        if (!isAt(close)) {
            take(',');
        }
    }

    private String plain(boolean inside) {
        int start = at;
        while (at < text.length() && !(inside && endsPlain())) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private boolean endsPlain() {
        char c = text.charAt(at);
        boolean endsKey = c == ':' && (at + 1 == text.length() || " ,]}".indexOf(text.charAt(at + 1)) >= 0);
        return endsKey || ",[]{}".indexOf(c) >= 0;
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                escape(value);
            } else {
                value.append(c);
            }
        }
        if (at >= text.length()) {
            throw unexpected("a closing quote");
        }
        at++;
        return value.toString();
    }

    private void escape(StringBuilder value) {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        switch (c) {
            case '"', '\\' -> value.append(c);
            case 'u' -> value.appendCodePoint(hex(4));
            case 'U' -> value.appendCodePoint(hex(8));
            default -> throw unexpected("an escape, one of \\\" \\\\ \\u \\U");
        }
    }

    private int hex(int digits) {
        try {
            int code = Integer.parseInt(text, at, at + digits, 16);
            at += digits;
            if (Character.isValidCodePoint(code)) {
                return code;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw unexpected(digits + " hexadecimal digits");
        }
        throw unexpected("the number of a character");
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private String where() {
        return origin + ":" + (at + 1);
    }

    private SpecException unexpected(String wanted) {
        String found = at < text.length() ? "\"" + text.charAt(at) + "\"" : "the end";
        return new SpecException(where(), "", "has " + found + " here", "allowed: " + wanted);
    }
}
