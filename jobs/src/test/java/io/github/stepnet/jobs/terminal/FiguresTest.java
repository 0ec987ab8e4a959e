package io.github.stepnet.jobs.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a locale that writes numbers otherwise. */
class FiguresTest {

    private final Locale before = Locale.getDefault();

    @BeforeEach
    void useALocaleWithPointsForThousands() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void restoreTheLocale() {
        Locale.setDefault(before);
    }

    @Test
    void countsHaveSeparators() {
        assertEquals("45,312", Figures.count(45_312));
        assertEquals("-1,000", Figures.count(-1000));
        assertEquals("7", Figures.count(7));
    }

    @Test
    void ratesKeepThreeDigits() {
        assertEquals("210,000", Figures.rounded(209_876.5));
        assertEquals("1,000,000", Figures.rounded(999_999));
        assertEquals("999", Figures.rounded(998.6));
        assertEquals("0", Figures.rounded(0));
        assertEquals("-", Figures.rounded(Double.NaN));
    }

    @Test
    void sharesArePerCentWithOneDigit() {
        assertEquals("91.8 %", Figures.percent(0.918));
        assertEquals("100.0 %", Figures.percent(1));
        assertEquals("-", Figures.percent(Double.NaN));
    }

    @Test
    void decimalsHaveTheDigitsAskedFor() {
        assertEquals("0.21", Figures.decimal(0.2099, 2));
        assertEquals("1,234.5", Figures.decimal(1234.5, 1));
        assertEquals("-", Figures.decimal(Double.POSITIVE_INFINITY, 1));
    }

    @Test
    void aNumberOfUnknownUnitHasFourDigits() {
        assertEquals("0.001235", Figures.digits(0.00123456));
        assertEquals("12350", Figures.digits(12_345.6));
        assertEquals("1.235E+12", Figures.digits(1_234_567_890_123.0));
        assertEquals("-", Figures.digits(Double.NaN));
        assertEquals("-", Figures.digits(Double.NEGATIVE_INFINITY));
    }

    @Test
    void timesAreMinutesAndSecondsAndHoursWhereThereAreAny() {
        assertEquals("0:09", Figures.time(Duration.ofMillis(9_900)));
        assertEquals("1:05", Figures.time(Duration.ofSeconds(65)));
        assertEquals("2:00:01", Figures.time(Duration.ofSeconds(7201)));
    }
}
