package io.github.stepnet.jobs.savepoint;

import io.github.stepnet.jobs.CannotRun;
import io.github.stepnet.network.migration.AddClasses;
import io.github.stepnet.network.migration.AddInputs;
import io.github.stepnet.network.migration.Deepen;
import io.github.stepnet.network.migration.Move;
import io.github.stepnet.network.migration.RemoveClass;
import io.github.stepnet.network.migration.Widen;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** One move as it is written on the command line. Picocli makes one of each option, in the order in which they are given. */
final class MoveOption {

    /** Of the units that a wider layer copies: any, as long as it is the same for all keys. */
    private static final long SEED = 1;

    @Option(
            names = "--widen",
            paramLabel = "LAYER=UNITS",
            description = "A dense layer gets so many units, and answers what it did. Layers are counted from 0.")
    private String widen;

    @Option(
            names = "--deepen",
            paramLabel = "LAYER",
            description = "A dense layer as wide is put in behind this one, and changes nothing until it is taught.")
    private String deepen;

    @Option(
            names = "--add-classes",
            paramLabel = "N",
            description = "So many classes more, behind the others, next to impossible until they are taught.")
    private String addClasses;

    @Option(
            names = "--remove-class",
            paramLabel = "CLASS",
            description =
                    "A class less, counted from 0; those behind it move up, and the others share its probability.")
    private String removeClass;

    @Option(
            names = "--add-inputs",
            paramLabel = "N[=MEAN:DEVIATION]",
            description = {
                "So many features more, behind the others, which change nothing until they are taught. Say what they are like:",
                "running statistics go on as if all events so far had had them. Without it, mean 0 and deviation 1."
            })
    private String addInputs;

    /** As it was given. */
    @Override
    public String toString() {
        return given("--widen", widen)
                .or(() -> given("--deepen", deepen))
                .or(() -> given("--add-classes", addClasses))
                .or(() -> given("--remove-class", removeClass))
                .or(() -> given("--add-inputs", addInputs))
                .orElseThrow();
    }

    private static Optional<String> given(String name, String value) {
        return Optional.ofNullable(value).map(text -> name + " " + text);
    }

    /** What it means. */
    Move move() {
        if (widen != null) {
            String[] parts = split(widen, "=", 2, 2, "LAYER=UNITS, such as 0=96");
            return new Widen(whole(parts[0]), whole(parts[1]), SEED);
        }
        if (deepen != null) {
            return new Deepen(whole(deepen));
        }
        if (addClasses != null) {
            return new AddClasses(whole(addClasses));
        }
        if (removeClass != null) {
            return new RemoveClass(whole(removeClass));
        }
        String allowed = "N, or N=MEAN:DEVIATION, such as 2=20:5";
        String[] parts = split(addInputs, "=", 1, 2, allowed);
        String[] like = parts.length == 1 ? new String[] {"0", "1"} : split(parts[1], ":", 2, 2, allowed);
        return new AddInputs(whole(parts[0]), number(like[0]), number(like[1]));
    }

    private String[] split(String text, String by, int least, int most, String allowed) {
        String[] parts = text.split(by, -1);
        if (parts.length < least || parts.length > most) {
            throw new CannotRun(this + " is not understood; allowed: " + allowed);
        }
        return parts;
    }

    private int whole(String text) {
        return parsed(text, Integer::valueOf, "a whole number");
    }

    private double number(String text) {
        return parsed(text, Double::valueOf, "a number");
    }

    private <T> T parsed(String text, Function<String, T> parser, String what) {
        try {
            return parser.apply(text.trim());
        } catch (NumberFormatException e) {
            throw new CannotRun(this + " is not understood: \"" + text + "\" is not " + what, e);
        }
    }
}
