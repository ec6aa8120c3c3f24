package dev.gracefulshutdown.ladder.rules;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a run can know at one point of the diary. */
final class Known {
    private final Ears ears;
    private final Set<Signal> byOther = new HashSet<>();
    private Optional<Reading> last = Optional.empty();
    private Optional<ProcessFacts> main = Optional.empty();
    private Optional<Hearing> untold = Optional.empty();
    private boolean heard;
    private boolean sent;

    Known() {
        this(new Ears());
    }

    private Known(Ears ears) {
        this.ears = ears;
    }

    Known copy() {
        Known copy = new Known(ears.copy());
        copy.byOther.addAll(byOther);
        copy.last = last;
        copy.main = main;
        copy.untold = untold;
        copy.heard = heard;
        copy.sent = sent;
        return copy;
    }

    /** What is written of it, in the next life. */
    Known resumed(List<Reading> baselines) {
        Known next = new Known(ears.resumed(baselines, sent || !byOther.isEmpty()));
        next.byOther.addAll(byOther);
        next.heard = heard || untold.filter(hearing -> hearing != Hearing.DEAF).isPresent();
        next.sent = sent;
        return next;
    }

    void baseline(Reading reading) {
        ears.see(reading);
    }

    void read(Reading reading) {
        ears.see(reading);
        last = Optional.of(reading);
        main = Ears.main(reading).or(() -> main);
    }

    void sentByOther(Signal signal) {
        byOther.add(signal);
        ears.signalled();
        heard |= main.or(ears::grownUp)
                .map(who -> ears.hearing(who, signal) != Hearing.DEAF)
                .orElse(true);
    }

    /** A step is on its way. */
    void sending(Hearing hearing) {
        untold = Optional.of(hearing);
        sent = true;
        ears.signalled();
    }

    void sent(int reached) {
        heard |=
                reached > 0 && untold.filter(hearing -> hearing != Hearing.DEAF).isPresent();
        untold = Optional.empty();
    }

    Ears ears() {
        return ears;
    }

    Reading last() {
        return last.orElseThrow();
    }

    /** Somebody hears what was sent, or may. */
    boolean heard() {
        return heard;
    }

    boolean wasSentByOther(Signal signal) {
        return byOther.contains(signal);
    }
}
