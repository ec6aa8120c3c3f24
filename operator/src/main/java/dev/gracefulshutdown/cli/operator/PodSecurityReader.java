package dev.gracefulshutdown.cli.operator;

import dev.gracefulshutdown.operator.admission.pod.PodSecurity;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code LEVEL[:VERSION]}. */
final class PodSecurityReader implements ITypeConverter<PodSecurity> {
    @Override
    public PodSecurity convert(String text) {
        try {
            return PodSecurity.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
