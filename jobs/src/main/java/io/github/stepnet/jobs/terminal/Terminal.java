package io.github.stepnet.jobs.terminal;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Map;

/**
 * What the output of this process can show.
 *
 * @param live whether lines can be overwritten in place (a person watches a terminal that knows ANSI sequences)
 * @param colours whether colours are welcome: live, and the environment variable {@code NO_COLOR} not set
 * @param blocks whether it can show block characters: the locale's encoding is UTF-8
 * @param width columns: the environment variable {@code COLUMNS}, or else 100
 */
public record Terminal(boolean live, boolean colours, boolean blocks, int width) {

    private static final int DEFAULT_WIDTH = 100;
    private static final int LEAST_WIDTH = 40;

    /** A file, a pipe, a log: nothing is overwritten. */
    public static Terminal plain() {
        return new Terminal(false, false, false, DEFAULT_WIDTH);
    }

    /** The terminal that standard input and output of this process are connected to, or {@link #plain}. */
    public static Terminal ofThisProcess() {
        return of(System.getenv(), isConsole(System.console()));
    }

    static Terminal of(Map<String, String> environment, boolean console) {
        String kind = environment.getOrDefault("TERM", "");
        boolean live = console && !kind.isEmpty() && !kind.equals("dumb");
        boolean colours = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(live, colours, isUtf8(environment), width(environment.get("COLUMNS")));
    }

    /** From JDK 22 on there is a console without a terminal as well, and a method that JDK 17 lacks tells them apart. */
    private static boolean isConsole(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException unexpected) {
            throw new IllegalStateException("java.io.Console.isTerminal cannot be called", unexpected);
        }
    }

    /** The first of the three that is set decides, as in the C library. */
    private static boolean isUtf8(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(name, "").toUpperCase(Locale.ROOT);
            if (!locale.isEmpty()) {
                return locale.contains("UTF-8") || locale.contains("UTF8");
            }
        }
        return false;
    }

    private static int width(String columns) {
        if (columns == null || !columns.matches("[0-9]{1,4}")) {
            return DEFAULT_WIDTH;
        }
        return Math.max(LEAST_WIDTH, Integer.parseInt(columns));
    }
}
