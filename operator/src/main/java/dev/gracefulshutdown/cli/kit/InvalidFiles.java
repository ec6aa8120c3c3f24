package dev.gracefulshutdown.cli.kit;

import java.util.List;
import java.util.stream.Collectors;

/** Files with mistakes: all mistakes are told at once, and nothing is done. */
public final class InvalidFiles {
    /** More than that nobody reads. */
    private static final int TOLD = 50;

    private InvalidFiles() {}

    /**
     * Goes on when there is none.
     *
     * @throws dev.gracefulshutdown.cli.kit.Problem with the mistakes, a line each, and how many more there are
     */
    public static void check(List<dev.gracefulshutdown.api.file.Problem> mistakes) {
        check(mistakes, TOLD);
    }

    /**
     * The same for who wants to know them all.
     *
     * @throws dev.gracefulshutdown.cli.kit.Problem with every mistake, a line each
     */
    public static void checkAll(List<dev.gracefulshutdown.api.file.Problem> mistakes) {
        check(mistakes, Integer.MAX_VALUE);
    }

    private static void check(List<dev.gracefulshutdown.api.file.Problem> mistakes, int told) {
        if (!mistakes.isEmpty()) {
            String lines = mistakes.stream()
                    .limit(told)
                    .map(mistake -> "\n  " + mistake)
                    .collect(Collectors.joining());
            String more = mistakes.size() > told
                    ? "\n  … and " + (mistakes.size() - told) + " more; graceful validate tells all"
                    : "";
            throw Problem.invalid(
                    "invalid input",
                    mistakes.size() + (mistakes.size() == 1 ? " mistake" : " mistakes") + lines + more,
                    "nothing was done; correct the file and try again");
        }
    }
}
