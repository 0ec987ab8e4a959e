package io.github.stepnet.network.spec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scalars of the notation, to and fro: whole numbers, floating-point numbers, booleans, strings, durations, times, enums.
 *
 * <p>What is written is read back to the same bits. A floating-point number is written with the fewest digits that do so, the same ones
 * on every JDK, which {@code Float.toString} is not.
 */
final class Scalars {

    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern INFINITE = Pattern.compile("([-+]?)\\.inf");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,18}) ?([a-z]+)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
    /** What YAML takes for something other than a string. */
    private static final Pattern RESERVED =
            Pattern.compile("null|true|false|yes|no|on|off|y|n", Pattern.CASE_INSENSITIVE);

    private static final int FLOAT_DIGITS = 9;
    private static final int DOUBLE_DIGITS = 17;
    /** Numbers with more places than this are written with an exponent. */
    private static final int PLACES_WITHOUT_EXPONENT = 7;

    /** From the largest unit to the smallest, so that a duration is written in the largest that leaves no rest. */
    private static final Map<String, ChronoUnit> UNITS = units();

    private Scalars() {}

    static boolean isScalar(Class<?> type) {
        return type == int.class
                || type == long.class
                || type == float.class
                || type == double.class
                || type == boolean.class
                || type == Integer.class
                || type == Long.class
                || type == Float.class
                || type == Double.class
                || type == Boolean.class
                || type == String.class
                || type == Duration.class
                || type == Instant.class
                || type.isEnum();
    }

    /** The value of a scalar node. An error if its text is none of {@code type}. */
    static Object read(SpecNode node, Class<?> type, boolean percent, String path) {
        String text = node.text();
        if (type == String.class) {
            return text;
        }
        if (type.isEnum()) {
            return constant(node, type, path);
        }
        if (type == boolean.class || type == Boolean.class) {
            if (text.equals("true") || text.equals("false")) {
                return text.equals("true");
            }
            throw refused(node, path, Names.allowed(text, List.of("true", "false")));
        }
        if (type == Duration.class) {
            return duration(node, path);
        }
        if (type == Instant.class) {
            return instant(node, path);
        }
        String digits = percent && text.endsWith("%")
                ? text.substring(0, text.length() - 1).strip()
                : text;
        return number(node, digits, type, percent, path);
    }

    private static Object constant(SpecNode node, Class<?> type, String path) {
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = Names.kebab(((Enum<?>) constant).name());
            if (name.equals(node.text())) {
                return constant;
            }
            names.add(name);
        }
        throw refused(node, path, Names.allowed(node.text(), names));
    }

    private static Object number(SpecNode node, String digits, Class<?> type, boolean percent, String path) {
        boolean whole = type == int.class || type == Integer.class || type == long.class || type == Long.class;
        String what = (whole ? "a whole number" : "a number")
                + (percent ? " of percent, such as 10%" : whole ? "" : ", such as 0.5 or 1e-3");
        Matcher infinite = INFINITE.matcher(digits);
        if (!whole && infinite.matches()) {
            double value = infinite.group(1).equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            return isFloat(type) ? (Object) (float) value : (Object) value;
        }
        if (!(whole ? WHOLE : DECIMAL).matcher(digits).matches()) {
            throw refused(node, path, "allowed: " + what);
        }
        if (!whole) {
            return finite(node, digits, type, path);
        }
        try {
            return type == int.class || type == Integer.class
                    ? (Object) Integer.parseInt(digits)
                    : (Object) Long.parseLong(digits);
        } catch (NumberFormatException e) {
            boolean isInt = type == int.class || type == Integer.class;
            throw refused(
                    node,
                    path,
                    "allowed: " + what + " from " + (isInt ? Integer.MIN_VALUE : Long.MIN_VALUE) + " to "
                            + (isInt ? Integer.MAX_VALUE : Long.MAX_VALUE));
        }
    }

    private static Object finite(SpecNode node, String digits, Class<?> type, String path) {
        if (isFloat(type)) {
            float value = Float.parseFloat(digits);
            if (Float.isFinite(value)) {
                return value;
            }
            throw refused(node, path, "allowed: a number of at most 3.4e38 in size, or .inf");
        }
        double value = Double.parseDouble(digits);
        if (Double.isFinite(value)) {
            return value;
        }
        throw refused(node, path, "allowed: a number of at most 1.7e308 in size, or .inf");
    }

    private static boolean isFloat(Class<?> type) {
        return type == float.class || type == Float.class;
    }

    private static Duration duration(SpecNode node, String path) {
        Matcher matcher = DURATION.matcher(node.text());
        ChronoUnit unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw refused(
                    node,
                    path,
                    "allowed: a duration such as 5s, in one of the units " + String.join(", ", UNITS.keySet()));
        }
        try {
            return Duration.of(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw refused(node, path, "allowed: a duration of at most " + Long.MAX_VALUE + "s");
        }
    }

    private static Instant instant(SpecNode node, String path) {
        try {
            return Instant.parse(node.text());
        } catch (DateTimeParseException e) {
            throw refused(node, path, "allowed: a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static SpecException refused(SpecNode node, String path, String allowed) {
        return new SpecException(node.where(), path, "is \"" + node.text() + "\"", allowed);
    }

    /** The text of a value that {@link #isScalar} admits. */
    static String write(Object value, boolean percent) {
        if (value instanceof Enum<?> constant) {
            return Names.kebab(constant.name());
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Duration duration) {
            return written(duration);
        }
        if (value instanceof Instant instant) {
            return quoted(instant.toString());
        }
        String text = value instanceof Float number
                ? written(number)
                : value instanceof Double number ? written(number) : String.valueOf(value);
        return percent ? text + "%" : text;
    }

    private static String written(float value) {
        if (!Float.isFinite(value) || value == 0f) {
            return special(value);
        }
        BigDecimal exact = new BigDecimal(value);
        int digits = 1;
        BigDecimal shorter = rounded(exact, digits);
        while (shorter.floatValue() != value && digits < FLOAT_DIGITS) {
            shorter = rounded(exact, ++digits);
        }
        return written(shorter);
    }

    private static String written(double value) {
        if (!Double.isFinite(value) || value == 0.0) {
            return special(value);
        }
        BigDecimal exact = new BigDecimal(value);
        int digits = 1;
        BigDecimal shorter = rounded(exact, digits);
        while (shorter.doubleValue() != value && digits < DOUBLE_DIGITS) {
            shorter = rounded(exact, ++digits);
        }
        return written(shorter);
    }

    private static BigDecimal rounded(BigDecimal exact, int digits) {
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static String written(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        int exponent = bare.precision() - bare.scale() - 1;
        if (bare.scale() <= PLACES_WITHOUT_EXPONENT && exponent <= PLACES_WITHOUT_EXPONENT) {
            return bare.toPlainString();
        }
        return bare.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }

    private static String special(double value) {
        if (Double.isNaN(value)) {
            return ".nan";
        }
        String sign = Double.compare(value, 0.0) < 0 ? "-" : "";
        return sign + (value == 0.0 ? "0" : ".inf");
    }

    private static String written(Duration duration) {
        for (Map.Entry<String, ChronoUnit> unit : UNITS.entrySet()) {
            Duration one = unit.getValue().getDuration();
            long count = duration.dividedBy(one);
            if (one.multipliedBy(count).equals(duration)) {
                if (!duration.isZero()) {
                    return count + unit.getKey();
                }
            }
        }
        return "0s";
    }

    /** A string as it stands where that is safe, else in double quotes. */
    static String quoted(String text) {
        if (PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c >= ' ' && c <= '~') {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
            }
        });
        return quoted.append('"').toString();
    }

    private static Map<String, ChronoUnit> units() {
        Map<String, ChronoUnit> units = new LinkedHashMap<>();
        units.put("d", ChronoUnit.DAYS);
        units.put("h", ChronoUnit.HOURS);
        units.put("min", ChronoUnit.MINUTES);
        units.put("s", ChronoUnit.SECONDS);
        units.put("ms", ChronoUnit.MILLIS);
        units.put("us", ChronoUnit.MICROS);
        units.put("ns", ChronoUnit.NANOS);
        return units;
    }
}
