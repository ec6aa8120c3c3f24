package dev.gracefulshutdown.plan;

/** Settings that make no ladder for this container, though each alone is valid. The message names the remedy. */
public final class InvalidPlanException extends Exception {
    private static final long serialVersionUID = 1;

    private final String field;

    InvalidPlanException(String field, String message) {
        super(message);
        this.field = field;
    }

    /** Which setting, below the settings: {@code escalation[1].at}. */
    public String field() {
        return field;
    }
}
