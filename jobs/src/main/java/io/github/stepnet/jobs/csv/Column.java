package io.github.stepnet.jobs.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How the cells of one column become inputs. A missing cell makes each of its inputs NaN. */
sealed interface Column {

    /** Names of the inputs it has. */
    List<String> inputNames();

    /** Writes its inputs from {@code into[at]} on. */
    void write(String cell, float[] into, int at) throws MalformedCell;

    /** A number as it is. */
    record Numeric(String name) implements Column {
        @Override
        public List<String> inputNames() {
            return List.of(name);
        }

        @Override
        public void write(String cell, float[] into, int at) throws MalformedCell {
            into[at] = Cells.isMissing(cell) ? Float.NaN : Cells.number(cell);
        }
    }

    /** The number of a value. */
    record Numbered(String name, Values values) implements Column {
        @Override
        public List<String> inputNames() {
            return List.of(name);
        }

        @Override
        public void write(String cell, float[] into, int at) throws MalformedCell {
            into[at] = Cells.isMissing(cell) ? Float.NaN : values.index(cell);
        }
    }

    /** One input per value, 1 for the value of the row and 0 for the others. */
    record OneHot(String name, Values values) implements Column {
        @Override
        public List<String> inputNames() {
            List<String> names = new ArrayList<>();
            values.names().forEach(value -> names.add(name + "=" + value));
            return names;
        }

        @Override
        public void write(String cell, float[] into, int at) throws MalformedCell {
            int end = at + values.names().size();
            if (Cells.isMissing(cell)) {
                Arrays.fill(into, at, end, Float.NaN);
                return;
            }
            Arrays.fill(into, at, end, 0);
            into[at + values.index(cell)] = 1;
        }
    }

    /** The values of a categorical column, each with its index. */
    record Values(List<String> names, Map<String, Integer> indexes, String expected) {

        int index(String cell) throws MalformedCell {
            Integer index = indexes.get(cell);
            if (index == null) {
                throw new MalformedCell(expected);
            }
            return index;
        }
    }
}
