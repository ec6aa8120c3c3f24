package dev.gracefulshutdown.cli.kit;

/** Colours by what they mean. */
public enum Ink {
    PLAIN(""),
    /** Ended as asked, heard. */
    GOOD("32"),
    /** It went another way than planned, nobody is sure. */
    WARN("33"),
    /** Killed, deaf, failed. */
    BAD("31"),
    /** A name that the eye looks for. */
    NAME("36"),
    /** Headings. */
    STRONG("1"),
    /** Side remarks. */
    FAINT("2");

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    String code() {
        return code;
    }
}
