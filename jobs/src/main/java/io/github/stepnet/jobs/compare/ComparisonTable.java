package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.terminal.Figures;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Standings as a table for a person: a row for each name, a column for each depth, or a line for each contest. */
final class ComparisonTable {

    private static final int NAME = 30;

    private ComparisonTable() {}

    /** Rows by columns, for contests on one stream; baselines below. */
    static void crossed(List<Standing> standings, PrintWriter out) {
        Set<String> rows = new LinkedHashSet<>();
        Set<String> columns = new LinkedHashSet<>();
        for (Standing standing : standings) {
            rows.add(standing.contest().row());
            columns.add(standing.contest().column());
        }
        out.printf(Locale.ROOT, "%-" + NAME + "s", "accuracy in %");
        columns.forEach(column -> out.printf(Locale.ROOT, "%14s", column));
        out.println();
        for (String row : rows) {
            out.printf(Locale.ROOT, "%-" + NAME + "s", row);
            for (String column : columns) {
                out.printf(Locale.ROOT, "%14s", cell(standings, row, column));
            }
            out.println();
        }
        Standing any = standings.get(0);
        out.printf(Locale.ROOT, "%-" + NAME + "s%14s%n", "majority class", percent(any.mean(Trial::majority)));
        out.printf(Locale.ROOT, "%-" + NAME + "s%14s%n", "previous label", percent(any.mean(Trial::previous)));
        out.printf(Locale.ROOT, "%-" + NAME + "s%14s%n", "ceiling", percent(any.mean(Trial::ceiling)));
    }

    /** A line for each contest, for contests on several streams. */
    static void listed(List<Standing> standings, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-32s%-20s%12s%10s%10s%10s%12s%n",
                "task",
                "network",
                "accuracy",
                "majority",
                "previous",
                "ceiling",
                "parameters");
        for (Standing standing : standings) {
            out.printf(
                    Locale.ROOT,
                    "%-32s%-20s%12s%10s%10s%10s%12s%n",
                    standing.contest().row(),
                    standing.contest().column(),
                    accuracy(standing),
                    percent(standing.mean(Trial::majority)),
                    percent(standing.mean(Trial::previous)),
                    percent(standing.mean(Trial::ceiling)),
                    Figures.count(standing.trials().get(0).parameters()));
        }
    }

    private static String cell(List<Standing> standings, String row, String column) {
        Optional<Standing> standing = standings.stream()
                .filter(each -> each.contest().row().equals(row)
                        && each.contest().column().equals(column))
                .findFirst();
        return standing.map(ComparisonTable::accuracy).orElse("");
    }

    private static String accuracy(Standing standing) {
        String mean = percent(standing.accuracy());
        return standing.trials().size() == 1 ? mean : mean + " ±" + percent(standing.spread());
    }

    private static String percent(double share) {
        return Figures.decimal(100 * share, 1);
    }
}
