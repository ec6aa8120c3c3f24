package dev.gracefulshutdown.diagnosis;

/** How a stop by the engine alone would end. */
public enum Expectation {
    /** It ends by itself, in time. */
    ENDS("Ends", true),
    /** It ends by itself as far as can be seen; something that can't be seen may prevent it. */
    PERHAPS("Perhaps", true),
    /** It ends by itself, and the kernel kills processes with it that would have heard. */
    LOSES("Loses", false),
    /** SIGKILL at the end of the engine's timeout. */
    KILLED("Killed", false),
    /** Nobody can tell. */
    UNKNOWN("Unknown", false);

    private final String label;
    private final boolean good;

    Expectation(String label, boolean good) {
        this.label = label;
        this.good = good;
    }

    /** As it stands in documents. */
    public String label() {
        return label;
    }

    /** Nothing speaks against it. */
    public boolean isGood() {
        return good;
    }
}
