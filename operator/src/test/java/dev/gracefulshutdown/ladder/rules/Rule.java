package dev.gracefulshutdown.ladder.rules;

/** One rule of the ladder, held against a story. */
@FunctionalInterface
interface Rule {
    /** @throws AssertionError when it is broken */
    void check(Judged judged);

    /** Says what is broken, with its figures. */
    static void must(boolean holds, String what, Object... figures) {
        if (!holds) {
            throw new AssertionError(what.formatted(figures));
        }
    }
}
