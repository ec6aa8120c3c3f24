package dev.gracefulshutdown.api;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Kubernetes' newer APIs write them (GEP-2257): {@code 90s}, {@code 1m30s}, {@code 500ms}. No sign, no fraction,
 * at most 24 hours.
 */
public final class Durations {
    /** GEP-2257's own pattern. */
    public static final String PATTERN = "^([0-9]{1,5}(h|m|s|ms)){1,4}$";

    /** The longest that is allowed. */
    public static final Duration MAX = Duration.ofHours(24);

    private static final Pattern WHOLE = Pattern.compile(PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|h|m|s)");

    /** Read for what it means, however it is written. */
    private static final Pattern ANY_LENGTH = Pattern.compile("([0-9]+(h|m|s|ms))+");

    /** Of milliseconds: more than anybody lives, and a sum of a few of them still fits. */
    private static final int MEANT_DIGITS = 11;

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException with what is wrong and how to write it
     */
    public static Duration parse(String text) {
        if (ANY_LENGTH.matcher(text).matches() && sum(text).compareTo(MAX) > 0) {
            throw new IllegalArgumentException("is more than 24h: write 24h or less");
        }
        return parseAny(text);
    }

    /** As {@link #parse}, without the limit of 24 hours: for what was measured. */
    static Duration parseAny(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(wrong(text));
        }
        return sum(text);
    }

    private static Duration sum(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(of(amount(part.group(1)), part.group(2)));
        }
        return sum;
    }

    /** What is absurdly large stays so. */
    private static long amount(String digits) {
        String meant = digits.replaceFirst("^0+(?=.)", "");
        return Long.parseLong(meant.length() > MEANT_DIGITS ? meant.substring(0, MEANT_DIGITS) : meant);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "h" -> Duration.ofHours(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMillis(amount);
        };
    }

    private static String wrong(String text) {
        String bare = text.strip();
        if (bare.startsWith("-") || bare.startsWith("+")) {
            return "has a sign: durations are never negative, write " + example(bare.substring(1));
        }
        if (bare.matches(".*[0-9][.,][0-9].*")) {
            return "has a fraction: use a smaller unit, for example 1s500ms or 1m30s";
        }
        if (bare.matches("[0-9]+")) {
            return "has no unit: write " + example(bare + "s");
        }
        if (ANY_LENGTH.matcher(text).matches()) {
            return (text.matches(".*[0-9]{6}.*")
                            ? "has a number of more than 5 digits: write "
                            : "has more than 4 parts: write ")
                    + format(sum(text));
        }
        return "is no duration: write numbers with h, m, s or ms, for example 90s, 1m30s or 500ms";
    }

    private static String example(String candidate) {
        return WHOLE.matcher(candidate).matches() ? candidate : "90s";
    }

    /**
     * Writes a duration in its shortest form; below a millisecond is cut off.
     *
     * @throws IllegalArgumentException for a negative one
     */
    public static String format(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a negative duration: " + duration);
        }
        StringBuilder text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
