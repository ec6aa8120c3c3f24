package dev.gracefulshutdown.cli.stop;

import dev.gracefulshutdown.cli.kit.ExitCodes;
import dev.gracefulshutdown.cli.kit.Inks;
import dev.gracefulshutdown.cli.kit.Seconds;
import dev.gracefulshutdown.cli.kit.Styled;
import dev.gracefulshutdown.cli.kit.Table;
import dev.gracefulshutdown.cli.kit.Terminal;
import dev.gracefulshutdown.ladder.ExitStatus;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import java.util.List;
import java.util.stream.Stream;

/** What became of all of them. */
record Results(List<Result> all) {
    /** With {@code --fail-on-forced}. */
    static final int FORCED = 3;

    private static final int EXIT_COLUMN = 3;

    Results {
        all = List.copyOf(all);
    }

    static Results of(List<Result> some, List<Result> others) {
        return new Results(Stream.concat(some.stream(), others.stream()).toList());
    }

    int exitCode(boolean failOnForced) {
        if (!all.stream().allMatch(Result::isDone)) {
            return ExitCodes.FAILED;
        }
        boolean forced = all.stream().anyMatch(r -> r.outcome() == Outcome.FORCED);
        return forced && failOnForced ? FORCED : ExitCodes.OK;
    }

    void print(Terminal terminal) {
        if (all.isEmpty()) {
            return;
        }
        Table table = Table.of("CONTAINER", "OUTCOME", "TIME", "EXIT", "REASON")
                .alignRight(2)
                .alignRight(EXIT_COLUMN);
        all.forEach(r -> table.row(
                Styled.plain(r.name()),
                new Styled(r.outcome().label(), Inks.of(r.outcome())),
                Styled.plain(r.report()
                        .map(ShutdownReport::took)
                        .map(Seconds::aligned)
                        .orElse("")),
                Styled.plain(exit(r)),
                Styled.plain(r.reason())));
        table.print(terminal);
    }

    private static String exit(Result result) {
        return result.report()
                .map(ShutdownReport::exit)
                .filter(e -> !(e instanceof ExitStatus.Unknown))
                .map(e -> Integer.toString(e.code()))
                .orElse("");
    }

    /** For programs: one List of Shutdown resources. */
    KubernetesList document() {
        KubernetesList list = new KubernetesList();
        list.setItems(all.stream().<HasMetadata>map(Result::resource).toList());
        return list;
    }
}
