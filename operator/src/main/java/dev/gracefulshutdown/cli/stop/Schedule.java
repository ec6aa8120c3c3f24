package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.api.EscalationStep;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A ladder as start-stop-daemon's {@code --retry} writes it (start-stop-daemon(8)): signals and the seconds between them, and
 * KILL or {@code forever} at the end.
 */
record Schedule(Signal first, List<EscalationStep> later, Duration grace, OnDeadline end) {
    private static final String FOREVER = "forever";
    private static final String KILL = "KILL";

    Schedule {
        later = List.copyOf(later);
    }

    /** Reads one. */
    static final class Reader implements ITypeConverter<Schedule> {
        @Override
        public Schedule convert(String text) {
            return new Parser(text).schedule();
        }
    }

    private static final class Parser {
        private final String text;
        private final List<EscalationStep> steps = new ArrayList<>();
        private Duration at = Duration.ZERO;

        Parser(String text) {
            this.text = text;
        }

        Schedule schedule() {
            // A single number: TERM, that many seconds, KILL.
            List<String> items = isSeconds(text) ? List.of("TERM", text, KILL) : List.of(text.split("/", -1));
            Signal first = signal(items.getFirst());
            boolean waited = false;
            for (String item : items.subList(1, items.size())) {
                if (item.equalsIgnoreCase(FOREVER)) {
                    // Right behind a signal: as long as it takes.
                    return end(first, waited ? at : Durations.MAX, OnDeadline.HOLD, items, item);
                }
                if (waited && isKill(item)) {
                    return end(first, at, OnDeadline.KILL, items, item);
                }
                if (waited) {
                    steps.add(EscalationStep.at(at, signal(item)));
                } else {
                    at = at.plus(seconds(item));
                }
                waited = !waited;
            }
            throw wrong("has no end", "end it by /SECONDS/KILL or by /forever");
        }

        private Schedule end(Signal first, Duration grace, OnDeadline how, List<String> items, String item) {
            if (items.indexOf(item) != items.size() - 1) {
                throw wrong("goes on after " + item, "end it there");
            }
            return new Schedule(first, steps, grace, how);
        }

        private Signal signal(String item) {
            String name = item.startsWith("-") ? item.substring(1) : item;
            Optional<Signal> signal = isSeconds(item) ? Optional.empty() : Signal.parse(name);
            Signal known = signal.orElseThrow(() ->
                    wrong("\"" + item + "\" stands where a signal belongs", "write for example TERM/20/INT/20/KILL"));
            if (known.isIrresistible()) {
                throw wrong(known + " asks nobody", "let it stand at the end, or use graceful kill");
            }
            return known;
        }

        private Duration seconds(String item) {
            if (!isSeconds(item) || item.matches("0+")) {
                throw wrong("\"" + item + "\" stands where seconds belong", "write for example TERM/20/INT/20/KILL");
            }
            return Duration.ofSeconds(Long.parseLong(item));
        }

        private static boolean isSeconds(String item) {
            return item.matches("\\d{1,5}");
        }

        private static boolean isKill(String item) {
            return Signal.parse(item.startsWith("-") ? item.substring(1) : item)
                    .filter(Signal.KILL::equals)
                    .isPresent();
        }

        private TypeConversionException wrong(String what, String remedy) {
            return new TypeConversionException("\"" + text + "\": " + what + "; " + remedy);
        }
    }
}
