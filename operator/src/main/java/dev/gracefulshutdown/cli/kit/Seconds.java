package dev.gracefulshutdown.cli.kit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Durations as people read them in a log: seconds with milliseconds, in every locale with a point. */
public final class Seconds {
    private Seconds() {}

    /** Always three decimals, so that they align: {@code 10.100 s}. */
    public static String aligned(Duration duration) {
        return exact(duration).toPlainString() + " s";
    }

    /** No more decimals than it has, as in a {@code Shutdown}'s status: {@code 10.1s}. */
    public static String compact(Duration duration) {
        BigDecimal stripped = exact(duration).stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString() + "s";
    }

    private static BigDecimal exact(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), 9))
                .setScale(3, RoundingMode.HALF_UP);
    }
}
