package dev.gracefulshutdown.cli.kit;

/** What the program ends with; the help says the same. */
public final class ExitCodes {
    /** It did what it was asked. */
    public static final int OK = 0;
    /** It tried and it did not come out as asked. */
    public static final int FAILED = 1;
    /** It did not try: wrong usage or invalid input. */
    public static final int INVALID = 2;

    private ExitCodes() {}
}
