package io.github.stepnet.jobs.compare;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A training accuracy of the original program, in per cent.
 *
 * @param text as it was published: a number, {@code 98.4/99.0} for StepTween and TChain, {@code 48-52} for a range, {@code ~50}; {@code -} for
 *     none
 */
record SeedFigure(String text) {

    private static final List<String> COLUMNS =
            List.of("NormalBP", "NormTween", "Step+BP", "StepTween", "BatchTween", "StepBatch");

    /** Test 16 as published, after 10 seconds for seven modes at once; specification 5.6 and seed 000. */
    private static final Map<String, List<String>> PUBLISHED = table("""
            Dense     3  98.8  100  72.2 98.4/99.0 48-52 48-52
            Dense     5  99.8  100  -    78.2/80.6 48-52 48-52
            Dense     9  99.4  99.0 -    67.0/61.0 48-52 48-52
            Dense     15 98.2  67.6 -    47.4/51.8 48-52 48-52
            Dense     20 85.8  80.4 -    52.6/53.2 48-52 48-52
            Conv2D    3  81.6  100  58.4 92.0/92.8 48-52 48-52
            Conv2D    5  99.2  99.8 -    63.4/71.2 48-52 48-52
            Conv2D    9  99.4  60.0 -    41.6/36.2 48-52 48-52
            Conv2D    15 93.0  51.4 -    52.0/43.2 48-52 48-52
            Conv2D    20 67.8  44.6 -    44.6/44.6 48-52 48-52
            RNN       3  97    84   81.2 76.4/79.0 48-52 48-52
            RNN       5  91-97 -    -    -         48-52 48-52
            RNN       9  91.0  64.4 -    51.6/52.4 48-52 48-52
            RNN       15 -     -    -    -         48-52 48-52
            RNN       20 -     -    -    -         48-52 48-52
            LSTM      3  83    51   60.6 50.4/54.4 48-52 48-52
            LSTM      5  68-83 -    -    -         48-52 48-52
            LSTM      9  68-83 -    -    -         48-52 48-52
            LSTM      15 68-83 -    -    -         48-52 48-52
            LSTM      20 68-83 -    -    -         48-52 48-52
            Attention *  ~50   ~50  ~50  ~50       48-52 48-52
            Norm      *  ~48   ~48  ~48  ~48       48-52 48-52
            SwiGLU    *  53-62 -    -    -         48-52 48-52
            """);

    /**
     * The greatest of what runs of the original program on another machine gave; NormTween Dense after 200 epochs, Conv2D after 40, the
     * others after 10 seconds or at most 200,000 ticks. Specification 5.6.
     */
    private static final Map<String, List<String>> RERUN = table("""
            Dense     3  99.4 100  84.2 99.8 49.0 46.4
            Dense     5  -    100  92.0 88.0 51.4 -
            Dense     9  -    100  -    -    -    -
            Dense     15 -    99.2 -    -    -    -
            Dense     20 92.8 100  47.4 53.8 -    -
            Conv2D    3  87.4 100  56.4 97.6 44.2 44.2
            Conv2D    5  -    99.8 -    -    -    -
            Conv2D    9  -    75.8 -    -    -    -
            Conv2D    15 -    57.4 -    -    -    -
            Conv2D    20 60.8 52.0 47.4 27.8 -    -
            RNN       3  98.0 91.4 92.6 84.6 46.4 45.8
            LSTM      3  85.8 55.4 61.6 48.8 46.2 46.2
            Attention 3  51.0 51.0 51.0 51.0 51.0 51.0
            Norm      3  53.4 53.4 53.4 53.4 53.4 53.4
            SwiGLU    3  49.2 24.6 26.2 49.2 49.2 49.2
            """);

    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
    private static final String NONE = "-";

    /** What the seeds say of a cell. */
    static SeedFigure published(ModeCell cell) {
        return find(PUBLISHED, cell);
    }

    /** What the original program gave when it was run again. */
    static SeedFigure rerun(ModeCell cell) {
        return find(RERUN, cell);
    }

    /** Whether an accuracy in 0 .. 1 is below; the greatest number counts. To the tenth of a per cent that is shown. */
    boolean isAbove(double accuracy) {
        double bar = NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToDouble(Double::parseDouble)
                .max()
                .orElse(0);
        return Math.round(1000 * accuracy) < Math.round(10 * bar);
    }

    private static SeedFigure find(Map<String, List<String>> table, ModeCell cell) {
        String net = cell.net().label + " ";
        List<String> row = table.getOrDefault(net + cell.depth(), table.getOrDefault(net + "*", List.of()));
        int column = COLUMNS.indexOf(cell.mode().label);
        return new SeedFigure(column >= 0 && column < row.size() ? row.get(column) : NONE);
    }

    private static Map<String, List<String>> table(String text) {
        return text.lines()
                .map(line -> List.of(line.split(" +")))
                .collect(Collectors.toMap(row -> row.get(0) + " " + row.get(1), row -> row.subList(2, row.size())));
    }
}
