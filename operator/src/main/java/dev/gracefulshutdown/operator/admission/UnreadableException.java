package dev.gracefulshutdown.operator.admission;

/** What was sent is no AdmissionReview. */
final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableException(String message) {
        super(message);
    }
}
