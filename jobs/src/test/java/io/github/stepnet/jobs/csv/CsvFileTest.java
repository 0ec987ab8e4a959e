package io.github.stepnet.jobs.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stepnet.jobs.csv.CsvOptions.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

    private static final float NAN = Float.NaN;

    @TempDir
    private Path folder;

    @Test
    void theFirstLineNamesTheColumnsAndTheLastColumnIsTheClass() throws IOException {
        CsvFile file = open("price,load,class", "0.5,12,up", "0.25,-3e1,down", "1,0,up");
        assertEquals("stream", file.name());
        assertEquals(List.of("price", "load"), file.inputNames());
        assertEquals(List.of("down", "up"), file.classNames());
        assertEquals(3, file.rows());
        assertRows(file, row(1, 0.5f, 12), row(0, 0.25f, -30), row(1, 1, 0));
    }

    @Test
    void aFirstLineWithANumberIsARow() throws IOException {
        CsvFile file = open("1,2,a", "3,4,b");
        assertEquals(2, file.rows());
        assertEquals(List.of("c1", "c2"), file.inputNames());
        assertRows(file, row(0, 1, 2), row(1, 3, 4));
    }

    @Test
    void theHeaderCanBeSaidToBeThereOrNot() throws IOException {
        Path path = write("2019,2020,b", "1,2,a", "3,4,b");
        CsvFile years = CsvFile.open(path, CsvOptions.defaults().withHeader(Header.PRESENT));
        assertEquals(List.of("2019", "2020"), years.inputNames());
        assertEquals(2, years.rows());
        Path words = write("red,x", "green,y");
        CsvFile colours = CsvFile.open(words, CsvOptions.defaults().withHeader(Header.ABSENT));
        assertEquals(List.of("c1=red", "c1=green"), colours.inputNames());
        assertEquals(2, colours.rows());
    }

    @Test
    void aMarkInTheHeaderDeclaresTheValuesOfANominalColumn() throws IOException {
        CsvFile file = open("day#3,load,class#4", "2,0.5,3", "0,0.75,0");
        assertEquals(List.of("day=0", "day=1", "day=2", "load"), file.inputNames());
        assertEquals(4, file.classes());
        assertRows(file, row(3, 0, 0, 1, 0.5f), row(0, 1, 0, 0, 0.75f));
    }

    @Test
    void aCategoricalColumnOfFewValuesHasOneInputPerValueInTheOrderOfFirstAppearance() throws IOException {
        CsvFile file = open("wind,load,class", "north,1,0", "east,2,1", "north,3,1");
        assertEquals(List.of("wind=north", "wind=east", "load"), file.inputNames());
        assertRows(file, row(0, 1, 0, 1), row(1, 0, 1, 2), row(1, 1, 0, 3));
    }

    @Test
    void aCategoricalColumnOfMoreValuesIsNumbered() throws IOException {
        Path path = write("wind,class", "north,0", "east,1", "south,1", "east,0");
        CsvFile file = CsvFile.open(path, CsvOptions.defaults().withOneHotUpTo(2));
        assertEquals(List.of("wind"), file.inputNames());
        assertRows(file, row(0, 0), row(1, 1), row(1, 2), row(0, 1));
    }

    @Test
    void columnsAreFoundByNameByNumberAndFromTheEnd() throws IOException {
        Path path = write("machine,a,b,state#2", "m1,1,2,1", "m2,3,4,0");
        for (String label : List.of("state", "state#2", "4", "-1")) {
            CsvFile file =
                    CsvFile.open(path, CsvOptions.defaults().withLabel(label).withKey("1"));
            assertEquals(List.of("a", "b"), file.inputNames(), label);
            assertRows(file, row(1, 1, 2), row(0, 3, 4));
        }
    }

    @Test
    void featuresCanBeChosenAndAreThenInThatOrder() throws IOException {
        Path path = write("a,b,c,state", "1,2,3,x", "4,5,6,y");
        CsvFile file = CsvFile.open(path, CsvOptions.defaults().withFeatures(List.of("c", "1")));
        assertEquals(List.of("c", "a"), file.inputNames());
        assertRows(file, row(0, 3, 1), row(1, 6, 4));
    }

    @Test
    void keyAndTimeAreReadFromTheirColumns() throws IOException {
        Path path = write(
                "machine,at,a,state",
                "m1,1000,1,x",
                "m2,2026-01-31T12:00:00Z,2,y",
                "m1,2026-01-31 12:00:01.5,3,y",
                "m1,2026-01-31T12:00:00+01:00,3,y");
        CsvFile file =
                CsvFile.open(path, CsvOptions.defaults().withKey("machine").withTime("at"));
        assertEquals(1, file.inputs());
        assertTrue(file.hasKey() && file.hasTime());
        List<String> seen = new ArrayList<>();
        try (CsvRows rows = file.read()) {
            while (rows.next()) {
                seen.add(rows.key() + " " + rows.timeMillis());
            }
        }
        assertEquals(List.of("m1 1000", "m2 1769860800000", "m1 1769860801500", "m1 1769857200000"), seen);
    }

    @Test
    void withoutKeyAndTimeThereIsOneKeyAndTheNumberOfTheRow() throws IOException {
        CsvFile file = open("1,a", "2,b");
        assertFalse(file.hasKey() || file.hasTime());
        try (CsvRows rows = file.read()) {
            rows.next();
            rows.next();
            assertEquals("stream", rows.key());
            assertEquals(1, rows.timeMillis());
        }
    }

    @Test
    void aTargetIsANumberAndHasNoClasses() throws IOException {
        Path path = write("a,b,price", "1,2,0.5", "3,4,", "5,6,1e3");
        CsvFile file = CsvFile.open(path, CsvOptions.defaults().withTarget("price"));
        assertEquals(0, file.classes());
        assertEquals(List.of("a", "b"), file.inputNames());
        List<Float> targets = new ArrayList<>();
        try (CsvRows rows = file.read()) {
            while (rows.next()) {
                assertEquals(-1, rows.label());
                targets.add(rows.target());
            }
        }
        assertEquals(List.of(0.5f, NAN, 1000f), targets);
    }

    @Test
    void missingCellsAreNotNumbersAndAMissingLabelIsNotKnown() throws IOException {
        CsvFile file = open("a,wind,class", "?,north,x", "1,,y", "2,east,NA", " , north , x ");
        assertRows(file, row(0, NAN, 1, 0), row(1, 1, NAN, NAN), row(-1, 2, 0, 1), row(0, NAN, 1, 0));
    }

    @Test
    void numericLabelsAreInTheOrderOfTheirSize() throws IOException {
        assertEquals(List.of("2", "9", "10"), open("1,10", "2,9", "3,2").classNames());
    }

    @Test
    void quotedCellsMayHoldSeparatorsAndQuotes() throws IOException {
        CsvFile file = open("a,\"the, class\"", "1,\"x, y\"", "2,\"say \"\"z\"\"\"");
        assertEquals(List.of("say \"z\"", "x, y"), file.classNames());
        assertRows(file, row(1, 1), row(0, 2));
    }

    @Test
    void anotherSeparatorABlankLineAndAByteOrderMarkDoNotMatter() throws IOException {
        Path path = write("\uFEFFa;b;class", "", "1;2;x", "   ", "3;4;y", "");
        CsvFile file = CsvFile.open(path, CsvOptions.defaults().withSeparator(';'));
        assertEquals(2, file.rows());
        assertEquals(List.of("a", "b"), file.inputNames());
        assertRows(file, row(0, 1, 2), row(1, 3, 4));
    }

    @Test
    void rowsThatDoNotFitAreHandedOnWithPlaceAndReason() throws IOException {
        List<String> lines = new ArrayList<>(List.of("a,day#7,class#2"));
        for (int i = 0; i < 40; i++) {
            lines.add(i + "," + i % 7 + "," + i % 2);
        }
        lines.set(3, "abc,1,0");
        lines.set(5, "1,2");
        lines.set(7, "1,7,0");
        lines.set(9, "1,2,2");
        lines.set(11, "1,\"2,1");
        lines.set(13, "1d,2,1");
        CsvFile file = open(lines.toArray(String[]::new));
        assertEquals(40, file.rows());
        List<String> reasons = new ArrayList<>();
        int wellFormed = 0;
        try (CsvRows rows = file.read()) {
            while (rows.next()) {
                if (rows.isMalformed()) {
                    reasons.add(rows.reason());
                    assertEquals(lines.get((int) rows.line() - 1), rows.text());
                    assertThrows(IllegalStateException.class, rows::features);
                } else {
                    wellFormed++;
                    assertThrows(IllegalStateException.class, rows::reason);
                }
            }
        }
        assertEquals(34, wellFormed);
        assertEquals("stream.csv:4: a is \"abc\"; expected a number", reasons.get(0));
        assertEquals("stream.csv:6: the row has 2 cells; the file has 3 columns", reasons.get(1));
        assertEquals("stream.csv:8: day is \"7\"; expected one of 7 values, 0 .. 6", reasons.get(2));
        assertEquals("stream.csv:10: class is \"2\"; expected one of 2 values, 0 .. 1", reasons.get(3));
        assertTrue(reasons.get(4).startsWith("stream.csv:12: the line is not CSV: "), reasons.get(4));
        assertEquals("stream.csv:14: a is \"1d\"; expected a number", reasons.get(5));
        assertEquals(6, reasons.size());
    }

    @Test
    void aWrongTimeOrAMissingKeyIsAnErrorOfItsRow() throws IOException {
        Path path = write("machine,at,a,state", "m1,noon,1,x", ",5,1,y");
        CsvFile file =
                CsvFile.open(path, CsvOptions.defaults().withKey("machine").withTime("at"));
        try (CsvRows rows = file.read()) {
            assertTrue(rows.next());
            assertEquals(
                    "stream.csv:2: at is \"noon\"; expected milliseconds since 1970 or a date with time such as"
                            + " 2026-01-31T12:00:00Z",
                    rows.reason());
            assertTrue(rows.next());
            assertEquals("stream.csv:3: machine is \"\"; expected a key", rows.reason());
        }
    }

    @Test
    void bytesThatAreNoTextSpoilTheirRowOnly() throws IOException {
        StringBuilder text = new StringBuilder("a,class\n");
        for (int i = 0; i < 20; i++) {
            text.append(i).append(',').append(i % 2).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        bytes["a,class\n".length()] = (byte) 0xff;
        Path path = folder.resolve("stream.csv");
        Files.write(path, bytes);
        CsvFile file = CsvFile.open(path, CsvOptions.defaults());
        int malformed = 0;
        try (CsvRows rows = file.read()) {
            while (rows.next()) {
                malformed += rows.isMalformed() ? 1 : 0;
            }
        }
        assertEquals(1, malformed);
    }

    @Test
    void optionsThatDoNotFitTheFileAreRefusedWithWhatItHas() throws IOException {
        Path path = write("a,b,class", "1,2,x", "3,4,y");
        assertRefused(
                path,
                CsvOptions.defaults().withLabel("clas"),
                "label column is \"clas\"; columns: a, b, class (or a number from 1 to 3)");
        assertRefused(
                path,
                CsvOptions.defaults().withKey("7"),
                "key column is \"7\"; columns: a, b, class (or a number from 1 to 3)");
        assertRefused(
                path,
                CsvOptions.defaults().withFeatures(List.of("a", "class")),
                "column class is what is to be learned and a feature as well; leave it out of the features");
        assertRefused(
                write("a,class", "1,x", "2,x"),
                CsvOptions.defaults(),
                "label column class has 1 different values; a label has 2 to 1000 of them, and a number to predict is"
                        + " a target");
        assertRefused(
                write("class", "x", "y"), CsvOptions.defaults(), "no column is left to learn from; columns: class");
        assertRefused(write("a,class"), CsvOptions.defaults(), path + " has names of columns and no rows");
        assertRefused(write(""), CsvOptions.defaults(), path + " is empty");
    }

    @Test
    void aRowHasAClassOrANumberToPredict() {
        var refusal = assertThrows(
                IllegalArgumentException.class,
                () -> new CsvOptions(
                        Header.DETECT,
                        ',',
                        Optional.of("state"),
                        Optional.of("price"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        16));
        assertEquals(
                "both a label (state) and a target (price) are given; a row has a class or a number to predict, not"
                        + " both",
                refusal.getMessage());
    }

    @Test
    void theFileCanBeReadAgainFromItsBeginning() throws IOException {
        CsvFile file = open("1,a", "2,b");
        assertRows(file, row(0, 1), row(1, 2));
        assertRows(file, row(0, 1), row(1, 2));
    }

    private record Expected(int label, List<Float> features) {}

    private static Expected row(int label, float... features) {
        return new Expected(label, boxed(features));
    }

    private static List<Float> boxed(float... values) {
        List<Float> boxed = new ArrayList<>();
        for (float value : values) {
            boxed.add(value);
        }
        return boxed;
    }

    private static void assertRows(CsvFile file, Expected... expected) throws IOException {
        try (CsvRows rows = file.read()) {
            for (Expected row : expected) {
                assertTrue(rows.next());
                assertFalse(rows.isMalformed());
                assertEquals(row.features(), boxed(rows.features()), "line " + rows.line());
                assertEquals(row.label(), rows.label(), "line " + rows.line());
            }
            assertFalse(rows.next());
        }
    }

    private static void assertRefused(Path path, CsvOptions options, String message) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> CsvFile.open(path, options));
        assertEquals(message, refusal.getMessage());
    }

    private CsvFile open(String... lines) throws IOException {
        return CsvFile.open(write(lines), CsvOptions.defaults());
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("stream.csv"), List.of(lines));
    }
}
