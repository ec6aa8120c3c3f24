package dev.gracefulshutdown.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gracefulshutdown.ladder.Signal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest extends OnEachEngine {
    private final List<ContainerEvent> events = new CopyOnWriteArrayList<>();
    private final Watch watch;

    WatchTest(TestEngine engine) {
        super(engine);
        watch = stage.host().watch(events::add);
        watch.listening().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private List<String> actions(String id) {
        return events.stream()
                .filter(e -> e.id().equals(id))
                .map(ContainerEvent::action)
                .toList();
    }

    private ContainerEvent kill(String id) {
        await().until(() -> actions(id).contains("kill"));
        return events.stream()
                .filter(e -> e.id().equals(id) && e.action().equals("kill"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStopIsASignalAnEndAndAStop() {
        String id = stage.run(Recipe.shell(Recipe.POLITE));
        stage.post("/containers/" + id + "/stop?t=20");
        await().until(() -> actions(id).contains("stop"));
        assertThat(actions(id)).containsSubsequence("start", "kill", "die", "stop");
        assertThat(kill(id).signal()).contains(Signal.TERM);
    }

    @Test
    void aLabelNamedSignalIsNotBelieved() {
        String id = stage.run(Recipe.shell(Recipe.POLITE).label("signal", "9"));
        stage.post("/containers/" + id + "/kill?signal=TERM");
        assertThat(kill(id).signal()).isEqualTo(Optional.empty());
    }

    @Test
    void pausesAndRemovalsAreTold() {
        String id = stage.run(Recipe.shell(Recipe.POLITE));
        stage.post("/containers/" + id + "/pause");
        stage.post("/containers/" + id + "/unpause");
        stage.delete("/containers/" + id + "?force=1");
        await().until(() -> actions(id).contains("destroy"));
        assertThat(actions(id)).containsSubsequence("pause", "unpause", "die", "destroy");
    }
}
