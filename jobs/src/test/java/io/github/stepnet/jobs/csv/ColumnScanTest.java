package io.github.stepnet.jobs.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ColumnScanTest {

    @Test
    void ofTooManyValuesTheFirstAreKept() {
        ColumnScan scan = new ColumnScan("word");
        for (int n = 0; n < 100_500; n++) {
            scan.see("w" + n);
        }
        Column.Values values = scan.classes();
        assertEquals(100_000, values.names().size());
        assertTrue(values.names().contains("w99999") && !values.names().contains("w100000"));
    }
}
