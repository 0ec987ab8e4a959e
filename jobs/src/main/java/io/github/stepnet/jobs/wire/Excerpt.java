package io.github.stepnet.jobs.wire;

/** The beginning of a text that may be of any length, for messages. */
final class Excerpt {

    private static final int CHARACTERS = 80;

    private Excerpt() {}

    static String of(String text) {
        return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS) + "...";
    }
}
