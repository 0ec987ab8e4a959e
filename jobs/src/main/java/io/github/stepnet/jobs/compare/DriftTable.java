package io.github.stepnet.jobs.compare;

import io.github.stepnet.jobs.terminal.Figures;
import io.github.stepnet.network.learning.DriftResponse;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The suite drift as tables for a person: responses, detectors on the same streams, detectors on generated figures. */
final class DriftTable {

    private static final double UNIT = 10_000;

    private DriftTable() {}

    static void print(List<DriftStanding> standings, List<DetectorFigures> detectors, long budget, PrintWriter out) {
        responses(standings, out);
        detectorsOnStreams(standings, budget, out);
        if (detectors.isEmpty()) {
            return;
        }
        detectorsOnFigures(detectors, out);
        inputs(detectors, out);
        out.println();
        out.printf(
                Locale.ROOT,
                "A delay is %s where the change is not seen by then.%n",
                Figures.count(DetectorFigures.MOST));
        out.println(
                "Published: ADWIN cuts a window of one distribution with a probability of at most delta, 0.002 here, at each"
                        + " look (Bifet and Gavalda 2007,");
        out.println(
                "theorem 3.1), which with one look in 32 is 0.6 of 10,000 figures. The step from 0 or 1 to 4 .. 7 is that of the"
                        + " examples in the documentation of River");
        out.println(
                "(ADWIN at 1023, PageHinkley at 1006, KSWIN with alpha 0.0001 at 1016, each on one sequence with the step at 1000)."
                        + " MOA's Page-Hinkley test takes no");
        out.println(
                "minimum of its sums, and has 16 for such a step in the documentation of CapyMOA (at 1014, with the step at 999).");
    }

    private static void responses(List<DriftStanding> standings, PrintWriter out) {
        line(out, "response to ADWIN", "drift", "before", "lowest", "events to 95 %", "last", "noticed after", "more");
        for (DriftStanding standing : standings) {
            if (standing.cell().isResponse()) {
                line(
                        out,
                        standing.cell().row(),
                        standing.cell().column(),
                        percent(standing.mean(DriftTrial::before)),
                        percent(standing.mean(DriftTrial::lowest)),
                        events(standing, DriftTrial::recovered),
                        percent(standing.mean(DriftTrial::last)),
                        events(standing, DriftTrial::delay),
                        Figures.decimal(standing.mean(DriftTrial::alarms), 1));
            }
        }
        out.println();
    }

    private static void detectorsOnStreams(List<DriftStanding> standings, long budget, PrintWriter out) {
        line(out, "detector, no response", "drift", "delay", "missed", "false / 10,000", "", "", "");
        for (DriftStanding standing : standings) {
            DriftCell cell = standing.cell();
            if (!(cell.response() instanceof DriftResponse.None)) {
                continue;
            }
            line(
                    out,
                    DriftCell.name(cell.detector()),
                    cell.column(),
                    events(standing, DriftTrial::delay),
                    String.valueOf(standing.without(DriftTrial::delay)),
                    Figures.decimal(standing.mean(DriftTrial::falseAlarms) / budget * 2 * UNIT, 2),
                    "",
                    "",
                    "");
        }
        out.println();
    }

    private static void detectorsOnFigures(List<DetectorFigures> detectors, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%-24s%-27s%-27s%s%n",
                "",
                "false / 10,000 at p =",
                "delay from 0.2 to",
                "step 0..1 to 4..7");
        out.printf(Locale.ROOT, "%-24s", "detector");
        DetectorFigures.STATIONARY.forEach(p -> out.printf(Locale.ROOT, "%9s", p));
        DetectorFigures.TO.forEach(p -> out.printf(Locale.ROOT, "%9s", p));
        out.printf(Locale.ROOT, "%9s  %s%n", "here", "published");
        for (DetectorFigures detector : detectors) {
            out.printf(Locale.ROOT, "%-24s", detector.name());
            detector.falseAlarms().forEach(alarms -> out.printf(Locale.ROOT, "%9s", Figures.decimal(alarms, 2)));
            detector.delays().forEach(delay -> out.printf(Locale.ROOT, "%9s", Figures.decimal(delay, 0)));
            out.printf(Locale.ROOT, "%9s  %s%n", Figures.decimal(detector.step(), 1), detector.published());
        }
    }

    private static void inputs(List<DetectorFigures> detectors, PrintWriter out) {
        if (detectors.stream().allMatch(detector -> detector.inputs().isEmpty())) {
            return;
        }
        out.println();
        out.printf(
                Locale.ROOT,
                "%-25s%17s%16s%16s%n",
                "on standard normal inputs",
                "false / 10,000",
                "delay, by 1",
                "by 2");
        for (DetectorFigures detector : detectors) {
            if (!detector.inputs().isEmpty()) {
                out.printf(
                        Locale.ROOT,
                        "%-25s%17s%16s%16s%n",
                        detector.name(),
                        Figures.decimal(detector.inputs().get(0), 2),
                        Figures.decimal(detector.inputs().get(1), 0),
                        Figures.decimal(detector.inputs().get(2), 0));
            }
        }
    }

    private static void line(PrintWriter out, Object... cells) {
        out.println(String.format(Locale.ROOT, "%-24s%-9s%9s%9s%17s%9s%16s%7s", cells)
                .stripTrailing());
    }

    /** The mean, and how many runs have none. */
    private static String events(DriftStanding standing, ToLongFunction<DriftTrial> figure) {
        String mean = standing.events(figure).isPresent()
                ? Figures.count(Math.round(standing.events(figure).getAsDouble()))
                : "-";
        long without = standing.without(figure);
        return without == 0 || mean.equals("-") ? mean : mean + " (" + without + " never)";
    }

    private static String percent(double share) {
        return Figures.decimal(100 * share, 1);
    }
}
