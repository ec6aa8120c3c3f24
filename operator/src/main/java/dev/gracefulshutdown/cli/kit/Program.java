package dev.gracefulshutdown.cli.kit;

/** What a top-level command knows for all below it. */
public interface Program {
    /** The options that every command takes. */
    GlobalOptions options();

    /** Where the process runs. */
    Surroundings surroundings();
}
