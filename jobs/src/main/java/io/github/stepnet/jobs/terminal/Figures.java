package io.github.stepnet.jobs.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them, the same in every locale. What is not a number is shown as {@code -}. */
public final class Figures {

    private static final String NONE = "-";
    private static final MathContext FOUR_DIGITS = new MathContext(4);
    /** From here on a number is shown by a power of ten. */
    private static final double LONGEST = 1e9;

    private Figures() {}

    /** {@code 45,312}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Three leading digits, the rest zeros: {@code 210,000}. For rates, whose further digits change all the time. */
    public static String rounded(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        double unit = 1;
        while (Math.abs(value) >= 1000 * unit) {
            unit *= 10;
        }
        return count(Math.round(value / unit) * (long) unit);
    }

    /** A share of 1 in per cent: {@code 91.8 %}. */
    public static String percent(double share) {
        return Double.isFinite(share) ? decimal(100 * share, 1) + " %" : NONE;
    }

    /** {@code 0.21}. */
    public static String decimal(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : NONE;
    }

    /** Four digits wherever the point is, {@code 0.001235}: for a number of unknown unit. */
    public static String digits(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        BigDecimal rounded = new BigDecimal(value).round(FOUR_DIGITS);
        return Math.abs(value) < LONGEST ? rounded.toPlainString() : rounded.toString();
    }

    /** Minutes and seconds, {@code 1:05}; from an hour on {@code 1:00:05}. */
    public static String time(Duration duration) {
        if (duration.toHours() > 0) {
            return String.format(
                    Locale.ROOT,
                    "%d:%02d:%02d",
                    duration.toHours(),
                    duration.toMinutesPart(),
                    duration.toSecondsPart());
        }
        return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }
}
