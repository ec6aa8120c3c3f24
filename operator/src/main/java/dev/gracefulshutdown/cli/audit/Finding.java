package dev.gracefulshutdown.cli.audit;

import dev.gracefulshutdown.api.Durations;
import dev.gracefulshutdown.diagnosis.Advice;
import dev.gracefulshutdown.diagnosis.Diagnosis;
import dev.gracefulshutdown.diagnosis.Expectation;
import dev.gracefulshutdown.diagnosis.Sentences;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One container of a workload and what was found.
 *
 * @param container its name
 * @param sidecar a restartable init container
 * @param pod the one that was looked at
 * @param terms how the kubelet stops it
 * @param diagnosis what that would come to
 * @param trouble why it could not be looked at, where that is not the image's own: no rights, no answer
 * @param pastKills what the API still shows
 */
record Finding(
        String container,
        boolean sidecar,
        String pod,
        StopTerms terms,
        Diagnosis diagnosis,
        Optional<Trouble> trouble,
        List<PastKill> pastKills) {
    /** Why a look failed. */
    record Trouble(boolean forbidden, String why) {}

    Finding {
        pastKills = List.copyOf(pastKills);
    }

    /** How a stop would end; a hook may end what does not hear. */
    Expectation expectation() {
        Expectation seen = diagnosis.verdict().expectation();
        boolean bad = seen == Expectation.KILLED || seen == Expectation.LOSES;
        return bad && terms.hook() instanceof Hook.Own ? Expectation.PERHAPS : seen;
    }

    /** What a rollout does to it, in few words. */
    String today() {
        if (trouble.isPresent()) {
            return "not looked at: " + trouble.get().why();
        }
        if (diagnosis.verdict().kind().equals("Unknown")) {
            return "unknown: " + diagnosis.evidence().words();
        }
        String words = Sentences.brief(diagnosis.verdict(), terms.killedAfter());
        String killed = "killed after " + Durations.format(terms.killedAfter());
        return expectation() == diagnosis.verdict().expectation()
                ? words
                : words.replace(killed, killed + " unless its preStop hook ends it");
    }

    /** What to do, in the names of this very container. */
    List<Advice> advice() {
        return diagnosis.advice().stream()
                .map(a -> new Advice(
                        a.kind(),
                        a.words(),
                        a.lines().stream()
                                .map(line -> a.kind() == Advice.Kind.LOOK_AGAIN
                                        ? line.replace("POD", pod).replace("CONTAINER", container)
                                        : line)
                                .toList()))
                .toList();
    }

    List<String> notes() {
        return Stream.concat(terms.notes().stream(), diagnosis.notes().stream()).toList();
    }
}
