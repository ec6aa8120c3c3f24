package dev.gracefulshutdown.runtime.docker;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.ladder.HearingMemory;
import dev.gracefulshutdown.ladder.Ladder;
import dev.gracefulshutdown.ladder.Ladder.OnDeadline;
import dev.gracefulshutdown.ladder.Ladder.OnUndeliverable;
import dev.gracefulshutdown.ladder.Signal;
import dev.gracefulshutdown.ladder.Step;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.runtime.linux.LinuxNode;
import dev.gracefulshutdown.shutdown.Journal;
import dev.gracefulshutdown.shutdown.RunningShutdown;
import dev.gracefulshutdown.shutdown.ShutdownReport;
import dev.gracefulshutdown.shutdown.ShutdownRunner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** Real containers on one engine, and a runner that stops them. All are removed at the end. */
final class DockerStage implements AutoCloseable {
    private static final Set<String> INITS = Set.of("tini", "docker-init");
    private static final Set<String> WITH_A_SHELL = Set.of("busybox", "bb", "alpine");

    private final LinuxNode node = new LinuxNode(INITS::contains);
    private final DockerHost host;
    private final EngineClient engine;
    private final ShutdownRunner runner;
    private final String image;
    private final List<String> created = new ArrayList<>();

    DockerStage(TestEngine engine) {
        this(engine, Journal.none());
    }

    DockerStage(TestEngine engine, Journal journal) {
        host = DockerHost.connect(engine.endpoint(), node::container, INITS::contains);
        this.engine =
                new EngineClient(engine.endpoint()).speaking(host.capabilities().apiVersion());
        runner = new ShutdownRunner(BootClock::now, journal);
        image = image();
    }

    /** A name that the test may give, else what is there. */
    private String image() {
        Optional<String> given = Optional.ofNullable(System.getenv("GRACEFUL_TEST_IMAGE"));
        Optional<String> found = given.or(() -> get("/images/json")
                .valueStream()
                .flatMap(i -> i.path("RepoTags").valueStream())
                .map(JsonNode::asText)
                .filter(tag ->
                        WITH_A_SHELL.contains(tag.replaceFirst("^.*/", "").replaceFirst(":.*", "")))
                .findFirst());
        Assumptions.assumeTrue(found.isPresent(), "no image with a shell here: docker pull busybox");
        return found.orElseThrow();
    }

    String imageName() {
        return image;
    }

    DockerHost host() {
        return host;
    }

    LinuxNode node() {
        return node;
    }

    ShutdownRunner runner() {
        return runner;
    }

    JsonNode get(String path) {
        return engine.call(EngineCall.get("test", path), Duration.ofSeconds(30)).json();
    }

    JsonNode post(String path) {
        return engine.call(EngineCall.post("test", path), Duration.ofSeconds(30))
                .json();
    }

    JsonNode post(String path, String body) {
        return engine.call(EngineCall.post("test", path).with(body), Duration.ofSeconds(30))
                .json();
    }

    void delete(String path) {
        engine.call(
                new EngineCall(
                        "test",
                        com.github.dockerjava.transport.DockerHttpClient.Request.Method.DELETE,
                        path,
                        Optional.empty()),
                Duration.ofSeconds(30));
    }

    String create(Recipe recipe) {
        String name = "graceful-test-" + UUID.randomUUID();
        String id = Json.text(post("/containers/create?name=" + name, recipe.toJson(image)), "Id");
        created.add(id);
        return id;
    }

    /** Created and started. */
    String started(Recipe recipe) {
        String id = create(recipe);
        post("/containers/" + id + "/start");
        return id;
    }

    /** Created, started, and has said that it is ready. */
    String run(Recipe recipe) {
        String id = started(recipe);
        says(id, "ready");
        return id;
    }

    void says(String id, String line) {
        await(line).atMost(Duration.ofSeconds(20)).until(() -> lines(id).contains(line));
    }

    /** What it has written, of all its runs. */
    List<String> lines(String id) {
        return engine.within(
                EngineCall.get("test", "/containers/" + id + "/logs?stdout=1&stderr=1"),
                Duration.ofSeconds(10),
                response -> payload(response.getBody().readAllBytes()).lines().toList());
    }

    long count(String id, String line) {
        return lines(id).stream().filter(line::equals).count();
    }

    private static String payload(byte[] frames) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at + 8 <= frames.length; ) {
            int length = java.nio.ByteBuffer.wrap(frames, at + 4, 4).getInt();
            text.append(new String(Arrays.copyOfRange(frames, at + 8, at + 8 + length), StandardCharsets.UTF_8));
            at += 8 + length;
        }
        return text.toString();
    }

    ContainerDetails details(String id) {
        return host.inspect(id);
    }

    void until(String id, Predicate<ContainerDetails> condition) {
        await().atMost(Duration.ofSeconds(20)).until(() -> condition.test(details(id)));
    }

    DockerContainer open(String id, Purpose purpose, Ladder ladder) {
        return host.open(details(id), purpose, ladder);
    }

    RunningShutdown begin(String id, Purpose purpose, Ladder ladder) {
        return runner.start(id, open(id, purpose, ladder), ladder, new HearingMemory(), report -> {});
    }

    ShutdownReport shutDown(String id, Purpose purpose, Ladder ladder) {
        return finished(begin(id, purpose, ladder));
    }

    static ShutdownReport finished(RunningShutdown shutdown) {
        return shutdown.done().orTimeout(60, TimeUnit.SECONDS).join();
    }

    static Ladder ladder(Duration grace, Step... steps) {
        return new Ladder(
                Optional.empty(),
                Duration.ZERO,
                List.of(steps),
                grace,
                OnUndeliverable.WAIT,
                Set.of(),
                Duration.ZERO,
                OnDeadline.KILL);
    }

    static Step ask(long millis, Signal signal) {
        return Step.ask(Duration.ofMillis(millis), signal);
    }

    @Override
    public void close() {
        runner.close();
        for (String id : created) {
            try {
                delete("/containers/" + id + "?force=1&v=1");
            } catch (DockerException e) {
                // Gone already, or being removed.
            }
        }
        engine.close();
        host.close();
        node.close();
    }
}
