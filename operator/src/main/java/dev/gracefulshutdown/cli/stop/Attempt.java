package dev.gracefulshutdown.cli.stop;

import java.util.concurrent.CompletableFuture;

/** One container on its way down: by a ladder of ours, or by somebody else's. */
sealed interface Attempt permits Run, Waiting {
    /** Nothing more will happen, or nothing more by us. */
    boolean isOver();

    /** Completes, where somebody tells, when {@link #isOver} has become true; that is asked from time to time besides. */
    CompletableFuture<?> over();

    /** Brings its line for people up to date. */
    void tick();

    /** To be asked when all are over. */
    Result result(StillUp up);
}
