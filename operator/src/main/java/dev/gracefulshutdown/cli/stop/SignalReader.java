package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.ladder.Signal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a signal as docker does. */
final class SignalReader implements ITypeConverter<Signal> {
    @Override
    public Signal convert(String text) {
        return Signal.parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "\"" + text + "\" is no signal: write for example TERM, SIGINT, 3 or RTMIN+3"));
    }
}
