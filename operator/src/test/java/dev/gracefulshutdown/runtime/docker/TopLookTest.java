package dev.gracefulshutdown.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.ProcessFacts;
import dev.gracefulshutdown.ladder.Reading;
import dev.gracefulshutdown.ladder.Signal;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What the engine's own ps tells, against what this machine's /proc does. */
class TopLookTest extends OnEachEngine {
    TopLookTest(TestEngine engine) {
        super(engine);
    }

    private Reading top(String id) {
        var seen = stage.host().workbench().top(stage.details(id), name -> false);
        Assumptions.assumeTrue(
                seen.isPresent(), "docker: the ps of the engine's machine knows no masks: apt-get install procps");
        return seen.orElseThrow().reading();
    }

    @Test
    void hearsTheSameAsProcTells() {
        for (String script : new String[] {Recipe.POLITE, Recipe.DEAF}) {
            String id = stage.run(Recipe.shell(script));
            var local = stage.node().container(stage.details(id).id());
            Assumptions.assumeTrue(local.isPresent(), "docker: the engine is elsewhere");

            ProcessFacts here = local.orElseThrow().read().main().orElseThrow();
            ProcessFacts there = top(id).main().orElseThrow();
            for (Signal signal : Signal.all()) {
                assertThat(Hearing.of(there, signal)).as(script + signal).isEqualTo(Hearing.of(here, signal));
            }
            local.orElseThrow().close();
        }
    }

    @Test
    void theTreeHasItsChildrenAndTheirAges() {
        String id = stage.run(Recipe.shell("echo ready; sleep 1000; true"));

        await().atMost(Duration.ofSeconds(10)).until(() -> top(id).tree().size() == 2);
        assertThat(top(id).tree()).extracting(ProcessFacts::name).containsExactlyInAnyOrder("sh", "sleep");
    }
}
