package dev.gracefulshutdown.ladder.rules;

import dev.gracefulshutdown.ladder.Effect;
import dev.gracefulshutdown.ladder.Event;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a diary says of signals and looks, with what could be known when they were sent and taken. */
final class Account {
    /**
     * A step that was sent, or that was to be sent when we crashed.
     *
     * @param where in the diary
     * @param reading the look that it was sent upon
     * @param expected the PIDs that it had to go to
     * @param hearing of the one that it is about
     */
    record Sending(
            int where, Entry.Asked asked, Effect.Send send, Reading reading, Set<Integer> expected, Hearing hearing) {
        long at() {
            return asked.at();
        }
    }

    /**
     * A look at a container whose main process was there.
     *
     * @param heardBefore somebody hears what was sent before, or may
     * @param unheard the signals of the ladder that nobody could hear by this look
     */
    record Look(int where, int life, long at, boolean heardBefore, Set<Signal> unheard) {}

    private final Story story;
    private final Ladder ladder;
    private final List<Sending> sendings = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private Known known = new Known();
    private Known written = known.copy();
    private int life;

    Account(Story story) {
        this.story = story;
        this.ladder = story.script().ladder();
        if (ladder.kill().isEmpty()) {
            for (int i = 0; i < story.diary().size(); i++) {
                take(i, story.diary().get(i));
            }
        }
    }

    List<Sending> sendings() {
        return sendings;
    }

    Optional<Sending> sending(int step) {
        return sendings.stream().filter(s -> s.send().step() == step).findFirst();
    }

    List<Look> looks() {
        return looks;
    }

    /** The last look before that point of the diary. */
    Optional<Look> lookBefore(int where) {
        return looks.stream().filter(look -> look.where() < where).reduce((a, b) -> b);
    }

    private void take(int where, Entry entry) {
        switch (entry) {
            case Entry.Happened(Event.Read(long at, Reading reading)) -> read(where, at, reading);
            case Entry.Happened(Event.SentByOther(long at, Signal signal)) -> {
                known.sentByOther(signal);
                written = known.copy();
            }
            case Entry.Happened(Event.Sent(long at, int step, int reached)) -> known.sent(reached);
            case Entry.Asked(long at, Effect.KillAll kill, int reached) -> written = known.copy();
            case Entry.Asked(long at, Effect.Send send, int reached) -> {
                sending(where, (Entry.Asked) entry, send);
                written = known.copy();
            }
            case Entry.Crashed(long at, Crash how) -> {
                life++;
                written = how.toLastWrite() ? written : known;
                known = written.resumed(how.baselinesKept() ? story.script().baselines() : List.of());
            }
            default -> {}
        }
    }

    private void read(int where, long at, Reading reading) {
        if (at < 0) {
            known.baseline(reading);
            written = known.copy();
            return;
        }
        known.read(reading);
        if (Ears.main(reading).isPresent()) {
            Set<Signal> unheard = ladder.steps().stream()
                    .map(Step::signal)
                    .filter(signal -> known.ears().nobodyCouldHear(reading, signal))
                    .collect(Collectors.toSet());
            looks.add(new Look(where, life, at, known.heard(), unheard));
        }
    }

    private void sending(int where, Entry.Asked asked, Effect.Send send) {
        Step step = ladder.steps().get(send.step());
        Signal signal = step.signal();
        Set<Integer> addressees = new Addressees(known.ears(), known.last(), signal).of(step.to());
        Hearing hearing = send.targets().isEmpty() && !addressees.contains(Script.MAIN)
                ? Hearing.DEAF
                : about(addressees, send, signal);
        Set<Integer> expected = new HashSet<>(addressees);
        if (known.wasSentByOther(signal)) {
            expected.remove(Script.MAIN);
        }
        sendings.add(new Sending(where, asked, send, known.last(), expected, hearing));
        known.sending(hearing);
    }

    /** The main process, if it is one of them; else the first. */
    private Hearing about(Set<Integer> addressees, Effect.Send send, Signal signal) {
        ProcessFacts about = addressees.contains(Script.MAIN)
                ? Ears.main(known.last()).orElseThrow()
                : send.targets().getFirst();
        return known.ears().hearing(about, signal);
    }
}
