package io.github.stepnet.network.spec;

import java.util.Collection;
import java.util.Locale;

/** The names of the notation: Java's, in kebab case. */
final class Names {

    /** Further apart than this, a suggestion would be a guess. */
    private static final int LARGEST_DISTANCE = 2;

    private Names() {}

    /** {@code LEAKY_RELU} becomes {@code leaky-relu}, {@code SoftmaxCrossEntropy} becomes {@code softmax-cross-entropy}. */
    static String kebab(String name) {
        if (name.equals(name.toUpperCase(Locale.ROOT))) {
            return name.toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** {@code allowed: a, b, c}, and the nearest of them if {@code given} looks like a slip. */
    static String allowed(String given, Collection<String> names) {
        String list = "allowed: " + (names.isEmpty() ? "nothing" : String.join(", ", names));
        String nearest = null;
        int least = Math.min(LARGEST_DISTANCE, given.length() / 2) + 1;
        for (String name : names) {
            int distance = distance(given.toLowerCase(Locale.ROOT), name);
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return nearest == null ? list : list + "; did you mean " + nearest + "?";
    }

    /** Levenshtein's distance: insertions, deletions and replacements of one letter. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
