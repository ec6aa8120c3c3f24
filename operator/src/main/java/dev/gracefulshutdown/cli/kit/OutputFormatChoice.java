package dev.gracefulshutdown.cli.kit;

/** For picocli, which makes it. */
final class OutputFormatChoice extends Choice<OutputFormat> {
    OutputFormatChoice() {
        super(OutputFormat.class);
    }
}
