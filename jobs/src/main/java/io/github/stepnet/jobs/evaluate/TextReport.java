package io.github.stepnet.jobs.evaluate;

import io.github.stepnet.jobs.evaluate.Assessment.Checkpoint;
import io.github.stepnet.jobs.evaluate.Evaluation.Result;
import io.github.stepnet.jobs.terminal.Figures;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lines for a person, each run's as soon as it is over. */
final class TextReport implements Report {

    private static final String GAP = "   ";

    private final PrintWriter out;
    private Evaluation evaluation;

    TextReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(Evaluation begun) {
        evaluation = begun;
        Data data = begun.data();
        StringBuilder head = new StringBuilder(data.name())
                .append("  ")
                .append(counted(data.events(), "event"))
                .append("  ")
                .append(counted(data.inputs(), "input"))
                .append("  ")
                .append(data.isClassified() ? counted(data.classes(), "class", "classes") : "1 target");
        data.ceiling().ifPresent(ceiling -> head.append("  ceiling ").append(Figures.percent(ceiling)));
        line(head.toString());
        out.flush();
    }

    @Override
    public void finished(Result result) {
        if (evaluation.seeds().size() > 1) {
            out.println();
            line("seed " + result.seed());
        }
        Assessment found = result.assessment();
        line(text(found.total().measures()));
        found.checkpoints()
                .forEach(each -> line(span(each) + GAP + text(each.score().windowMeasures())));
        if (found.keys() != 1) {
            line(Figures.count(found.keys()) + " keys"
                    + found.worst().map(TextReport::worst).orElse(""));
        }
        long unlabelled = found.answered() - found.total().events();
        if (unlabelled > 0) {
            line(counted(unlabelled, "row") + " without a truth, answered and not scored");
        }
        line(Figures.rounded(result.perSecond(evaluation.data().events())) + " events/s" + GAP
                + Figures.rounded(result.perSecond(found.updates())) + " updates/s" + GAP
                + counted(found.refused(), "update") + " refused" + GAP + "("
                + evaluation.runner().describe() + ")");
        if (found.rejected() > 0) {
            line(counted(found.rejected(), "row") + " could not be used:");
            found.reasons().forEach(reason -> line("  " + reason));
            long more = found.rejected() - found.reasons().size();
            if (more > 0) {
                line("  and " + Figures.count(more) + " more");
            }
        }
        out.flush();
    }

    private static String worst(Assessment.OfKey worst) {
        return GAP + "worst " + worst.key() + GAP + text(worst.score().windowMeasures()) + GAP + "of "
                + counted(worst.score().events(), "event");
    }

    @Override
    public void end(List<Result> results) {
        if (results.size() > 1) {
            out.println();
            line("mean of " + results.size() + " seeds");
            line(text(Report.mean(results, found -> found.total().measures())));
            List<Checkpoint> checkpoints = results.get(0).assessment().checkpoints();
            for (int i = 0; i < checkpoints.size(); i++) {
                int at = i;
                line(span(checkpoints.get(i))
                        + GAP
                        + text(Report.mean(
                                results,
                                found -> found.checkpoints().get(at).score().windowMeasures())));
            }
        }
        out.flush();
    }

    private static String span(Checkpoint checkpoint) {
        return "last " + Figures.count(checkpoint.last()) + " by " + Figures.count(checkpoint.at());
    }

    private static String text(Map<Measure, Double> measures) {
        return measures.entrySet().stream()
                .map(measure -> measure.getKey().text(measure.getValue()))
                .collect(Collectors.joining(GAP));
    }

    private static String counted(long count, String one) {
        return counted(count, one, one + "s");
    }

    private static String counted(long count, String one, String many) {
        return Figures.count(count) + " " + (count == 1 ? one : many);
    }

    private void line(String text) {
        out.println("  " + text);
    }
}
