package dev.gracefulshutdown.cli;

import dev.gracefulshutdown.cli.kit.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One call of the program.
 *
 * @param code its exit code
 */
record CommandRun(int code, String out, String err) {
    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Cli cli = new Cli(Surroundings.none(), Main.commands());
        cli.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = cli.run(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
