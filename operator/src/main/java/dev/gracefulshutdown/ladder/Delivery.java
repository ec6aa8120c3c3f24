package dev.gracefulshutdown.ladder;

/** To whom a step goes. */
public enum Delivery {
    /** The main process if it hears; else its topmost descendants that do. */
    AUTO,
    /** The main process alone. */
    MAIN,
    /** The topmost descendants that hear, not the main process. */
    DESCENDANTS,
    /** The main process and every descendant, but for those below a forwarding init. */
    ALL
}
