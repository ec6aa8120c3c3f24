package dev.gracefulshutdown.cli.kit;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a constant in any case and names the choices as they are typed; picocli's own message shouts them. */
abstract class Choice<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> type;

    Choice(Class<E> type) {
        this.type = type;
    }

    @Override
    public final E convert(String text) {
        E[] choices = type.getEnumConstants();
        return Arrays.stream(choices)
                .filter(choice -> choice.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("\"%s\" is none of %s"
                        .formatted(
                                text, Arrays.stream(choices).map(Enum::toString).collect(Collectors.joining(", ")))));
    }
}
