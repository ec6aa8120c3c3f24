/**
 * The command line. {@link dev.gracefulshutdown.cli.Main} alone knows every role; a command is a picocli class that is
 * added there.
 */
@NullMarked
package dev.gracefulshutdown.cli;

import org.jspecify.annotations.NullMarked;
