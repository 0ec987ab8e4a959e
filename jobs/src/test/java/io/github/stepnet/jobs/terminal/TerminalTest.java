package io.github.stepnet.jobs.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void itIsLiveOnAConsoleThatSaysWhatItIs() {
        assertTrue(Terminal.of(Map.of("TERM", "xterm-256color"), true).live());
        assertFalse(Terminal.of(Map.of("TERM", "xterm-256color"), false).live());
        assertFalse(Terminal.of(Map.of("TERM", "dumb"), true).live());
        assertFalse(Terminal.of(Map.of(), true).live());
    }

    @Test
    void coloursAreNotUsedWhereTheyAreNotWelcome() {
        assertTrue(Terminal.of(Map.of("TERM", "xterm"), true).colours());
        assertTrue(Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", ""), true).colours());
        assertFalse(Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true).colours());
        assertFalse(Terminal.of(Map.of("TERM", "xterm"), false).colours());
    }

    @Test
    void blockCharactersNeedAUnicodeLocaleAndTheFirstVariableDecides() {
        assertTrue(Terminal.of(Map.of("LANG", "en_GB.UTF-8"), true).blocks());
        assertTrue(
                Terminal.of(Map.of("LC_CTYPE", "de_DE.utf8", "LANG", "C"), true).blocks());
        assertFalse(
                Terminal.of(Map.of("LC_ALL", "C", "LANG", "en_GB.UTF-8"), true).blocks());
        assertFalse(Terminal.of(Map.of(), true).blocks());
    }

    @Test
    void theWidthIsTakenFromTheEnvironmentWhereItIsANumber() {
        assertEquals(132, Terminal.of(Map.of("COLUMNS", "132"), true).width());
        assertEquals(40, Terminal.of(Map.of("COLUMNS", "3"), true).width());
        assertEquals(100, Terminal.of(Map.of("COLUMNS", "wide"), true).width());
        assertEquals(100, Terminal.of(Map.of(), true).width());
    }

    @Test
    void underTheTestsThereIsNoTerminal() {
        assertFalse(Terminal.ofThisProcess().live());
    }
}
