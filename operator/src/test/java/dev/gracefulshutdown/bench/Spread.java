package dev.gracefulshutdown.bench;

import java.util.Arrays;
import java.util.Locale;

/** Figures of many tries: minimum, median, 99th percentile, maximum. */
record Spread(double min, double median, double p99, double max, int count) {
    static Spread of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(sorted[0], at(sorted, 0.5), at(sorted, 0.99), sorted[sorted.length - 1], sorted.length);
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    /** A row of a Markdown table. */
    String row(String what, String unit) {
        return String.format(
                Locale.ROOT, "| %s | %s | %.2f | %.2f | %.2f | %.2f | %d |", what, unit, min, median, p99, max, count);
    }
}
