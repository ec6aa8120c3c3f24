package dev.gracefulshutdown.api.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have wanted to write. */
final class DidYouMean {
    /** No name of ours is as long; what is longer was not mistyped. */
    private static final int LONGEST = 64;

    private DidYouMean() {}

    /** The candidate that is the fewest keystrokes away, when it is near enough to be meant. */
    static Optional<String> of(String word, Collection<String> candidates) {
        record Near(String candidate, int distance) {}
        int limit = word.length() < 5 ? 1 : (2 * word.length() + 4) / 5;
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return candidates.stream()
                .map(c -> new Near(c, distance(word.toLowerCase(Locale.ROOT), c.toLowerCase(Locale.ROOT))))
                .filter(near -> near.distance() <= limit)
                .min(Comparator.comparingInt(Near::distance))
                .map(Near::candidate);
    }

    /** Keystrokes: insert, delete, replace, and two letters swapped (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
