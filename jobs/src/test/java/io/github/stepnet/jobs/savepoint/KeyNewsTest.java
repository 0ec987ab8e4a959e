package io.github.stepnet.jobs.savepoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyNewsTest {

    @Test
    void everyTenThousandKeysAreALine() {
        StringWriter out = new StringWriter();
        KeyNews news = new KeyNews(new PrintWriter(out), "read");
        for (int key = 0; key < 25_000; key++) {
            news.key();
        }
        assertEquals(
                List.of("10,000 keys read", "20,000 keys read"),
                out.toString().lines().toList());
    }
}
