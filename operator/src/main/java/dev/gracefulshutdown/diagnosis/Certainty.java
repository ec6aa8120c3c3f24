package dev.gracefulshutdown.diagnosis;

/** How sure an expectation is. */
public enum Certainty {
    /** Its last stops went so. */
    OBSERVED("Observed", "its last stops went so"),
    /** The kernel's own rule, whatever the program does. */
    SURE("Sure", "sure"),
    /** A handler is there; what it does can't be seen. */
    LIKELY("Likely", "likely"),
    /** It depends on what can't be seen from outside. */
    NOT_SURE("NotSure", "not sure"),
    /** Nothing is known. */
    NONE("None", "nothing is known");

    private final String label;
    private final String words;

    Certainty(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** As it stands in documents. */
    public String label() {
        return label;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
