package dev.gracefulshutdown.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest, and the Java that runs it: what a report of a fault needs. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String own = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not from a jar)");
        return new String[] {"graceful %s, Java %s".formatted(own, Runtime.version())};
    }
}
