package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.Signal;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Servers without a profile whose graceful signal is not SIGTERM. Measured, or their own documentation. */
enum Hint {
    APACHE("apache2|httpd", "SIGWINCH", "finishes its requests on SIGWINCH; SIGTERM cuts them"),
    PHP_FPM("php-fpm.*", "SIGQUIT", "finishes its requests on SIGQUIT; SIGTERM cuts them"),
    UWSGI("uwsgi", "SIGINT", "ends on SIGINT; SIGTERM means \"reload\" to it");

    private final Pattern program;
    private final String graceful;
    private final String words;

    Hint(String program, String graceful, String words) {
        this.program = Pattern.compile(program);
        this.graceful = graceful;
        this.words = words;
    }

    static Optional<Hint> of(String program) {
        return Arrays.stream(values())
                .filter(h -> h.program.matcher(program).matches())
                .findFirst();
    }

    Signal graceful() {
        return Signal.parse(graceful).orElseThrow();
    }

    String words() {
        return words;
    }
}
