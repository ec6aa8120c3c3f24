package dev.gracefulshutdown.diagnosis;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.profile.KnownInit;
import dev.gracefulshutdown.profile.KnownInits;
import dev.gracefulshutdown.profile.ServerProfile;
import dev.gracefulshutdown.profile.ServerProfiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The facts, and what follows from them by mere looking up. */
final class Patient {
    /** As the ladder has it: only then is a deafness taken for proven. */
    private static final Duration GROWN_UP = Duration.ofSeconds(10);

    /** A shell loop of short commands gets to its trap soon; one that waits for a server does not. */
    private static final Duration SHORT_COMMAND = Duration.ofSeconds(2);

    /** A clock tick of {@code /proc/PID/stat}. */
    private static final long MILLIS_PER_TICK = 10;

    private final Facts facts;
    private final ProcessFacts main;
    private final Family family;

    Patient(Facts facts, ProcessFacts main) {
        this.facts = facts;
        this.main = main;
        this.family = new Family(facts.reading());
    }

    /** The same, were it stopped by another signal. */
    Patient askedBy(Signal other) {
        return new Patient(facts.askedBy(other), main);
    }

    Facts facts() {
        return facts;
    }

    ProcessFacts main() {
        return main;
    }

    Family family() {
        return family;
    }

    Signal signal() {
        return facts.engine().signal();
    }

    Hearing hearing(ProcessFacts process) {
        return Hearing.of(process, signal());
    }

    boolean isYoung() {
        return !facts.ready() && age().compareTo(GROWN_UP) < 0;
    }

    Duration age() {
        return Duration.ofMillis(facts.reading().mainAgeMillis());
    }

    /** As old as the main process, or nearly: not one of the short commands of a loop. */
    boolean isLongLived(ProcessFacts process) {
        long later = process.key().startTicks() - main.key().startTicks();
        long needed = Math.min(SHORT_COMMAND.toMillis(), age().toMillis() * 3 / 4);
        return age().minusMillis(later * MILLIS_PER_TICK).toMillis() >= needed;
    }

    Optional<KnownInit> init() {
        return KnownInits.recognise(main.name(), facts.argv(main));
    }

    /** Whom a signal is for in the end: those behind a main process that does not act on it itself. */
    List<ProcessFacts> listeners() {
        return family.topmost(main, p -> hearing(p).hears() && !Shells.shrugs(p, signal()));
    }

    /** The known server among main process, listeners and children; what stands in front counts first. */
    Optional<ServerProfile> profile() {
        return candidates().flatMap(p -> profile(p).stream()).findFirst();
    }

    /** The process that the profile is about, or the one that is most likely to be the server. */
    Optional<ProcessFacts> server() {
        return candidates()
                .filter(p -> profile(p).isPresent())
                .findFirst()
                .or(() -> listeners().stream().findFirst());
    }

    private Stream<ProcessFacts> candidates() {
        return Stream.of(Stream.of(main), listeners().stream(), family.below(main).stream())
                .flatMap(s -> s);
    }

    private Optional<ServerProfile> profile(ProcessFacts process) {
        return ServerProfiles.recognise(process.name(), facts.argv(process));
    }

    String program(ProcessFacts process) {
        return Programs.name(facts.argv(process));
    }

    static List<String> names(List<ProcessFacts> processes) {
        return processes.stream().map(ProcessFacts::display).toList();
    }
}
