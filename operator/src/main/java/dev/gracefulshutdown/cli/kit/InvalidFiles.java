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
     * @throws dev.gracefulshutdown.cli.kit.Problem with every mistake, a line each
     */
    public static void check(List<dev.gracefulshutdown.api.file.Problem> mistakes) {
        if (!mistakes.isEmpty()) {
            String lines = mistakes.stream()
                    .limit(TOLD)
                    .map(mistake -> "\n  " + mistake)
                    .collect(Collectors.joining());
            String more = mistakes.size() > TOLD ? "\n  … and " + (mistakes.size() - TOLD) + " more" : "";
            throw Problem.invalid(
                    "invalid input",
                    mistakes.size() + (mistakes.size() == 1 ? " mistake" : " mistakes") + lines + more,
                    "nothing was done; correct the file and try again");
        }
    }
}
