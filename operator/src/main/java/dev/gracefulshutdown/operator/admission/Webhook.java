package dev.gracefulshutdown.operator.admission;

/** Answers one kind of question. For any number of threads. */
@FunctionalInterface
public interface Webhook {
    /**
     * Decides.
     *
     * @return never waits for more than a call or two to the API server
     */
    Verdict review(Request request);
}
