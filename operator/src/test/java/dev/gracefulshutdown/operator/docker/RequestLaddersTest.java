package dev.gracefulshutdown.operator.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.ShutdownSpec;
import dev.gracefulshutdown.api.ShutdownSpec.DockerContainer;
import dev.gracefulshutdown.api.ShutdownStatus;
import dev.gracefulshutdown.api.ShutdownStatus.Phase;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.keeper.Audience;
import dev.gracefulshutdown.keeper.Keeper;
import dev.gracefulshutdown.keeper.News;
import dev.gracefulshutdown.keeper.PolicySource;
import dev.gracefulshutdown.ladder.Outcome;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import dev.gracefulshutdown.runtime.linux.BootClock;
import dev.gracefulshutdown.testing.Docker;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an earlier life had noted, on a real engine. */
@Tag("docker")
class RequestLaddersTest {
    private static final String POLITE = "trap 'echo got TERM; exit 0' TERM; echo ready; while :; do sleep 0.05; done";
    private static final String UID = "uid-1";

    private final MapState state = new MapState();
    private Docker docker;
    private Host host;
    private Keeper keeper;
    private RequestNotes notes;
    private RequestLadders ladders;
    private String box;
    private RequestCase asked;

    @BeforeEach
    void open() throws IOException {
        docker = new Docker();
        DockerEndpoint endpoint = DockerEndpoint.find(Optional.empty());
        host = Host.open(
                "a test",
                endpoint,
                new StateJournal(
                        state,
                        BootClock::now,
                        () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
                        Duration.ofSeconds(1)));
        keeper = new Keeper(
                host,
                new Keeper.Parts(
                        Optional.of("edge-1"),
                        () -> new PolicySource.Version(List.of(), true),
                        new StateNotes(state),
                        (_, _) -> {},
                        new News(_ -> {}),
                        Audience.NONE));
        notes = new RequestNotes(state);
        RequestPlans plans = new RequestPlans(
                new HostConfig("edge-1", endpoint, Set.of("shop")),
                new DockerPolicies(Stream::of, Optional.of("edge-1"), false),
                (_, _) -> Optional.empty());
        ladders = new RequestLadders("edge-1", host, keeper, notes, plans, Clock.systemUTC());
        box = docker.start(POLITE);
        asked = new RequestCase(request());
    }

    @AfterEach
    void close() {
        keeper.close();
        docker.close();
    }

    private Shutdown request() {
        Shutdown request = new Shutdown();
        request.setMetadata(new ObjectMetaBuilder()
                .withNamespace("shop")
                .withName("db")
                .withUid(UID)
                .build());
        request.setSpec(new ShutdownSpec(
                null, null, new DockerContainer("edge-1", box, null), null, null, null, null, null, null));
        return request;
    }

    private ContainerDetails container() {
        return host.docker().inspect(box);
    }

    private RequestNote pin() {
        return RequestNote.of(asked.request(), container());
    }

    @Test
    void oneThatWasBegunIsNeverBegunAgain() throws Exception {
        notes.put(UID, pin().asBegun(null, null));

        assertThat(ladders.stand(asked, () -> {}))
                .isInstanceOfSatisfying(
                        Standing.Unseen.class,
                        it -> assertThat(it.why()).contains(box, "edge-1", "it is running", "request it anew"));
        assertThat(docker.count(box, "got TERM")).isZero();
        assertThat(docker.isRunning(box)).isTrue();
    }

    @Test
    void oneWhoseNoteIsLostIsNotBegunAgain() throws Exception {
        Shutdown running = request();
        running.setStatus(
                new ShutdownStatus(null, null, Phase.RUNNING, null, null, null, null, null, null, null, null, null));
        asked.request(running);

        assertThat(ladders.stand(asked, () -> {}))
                .isInstanceOfSatisfying(
                        Standing.Unseen.class, it -> assertThat(it.why()).contains(box, "is lost"));
        assertThat(docker.count(box, "got TERM")).isZero();
    }

    @Test
    void onlyTheLadderOfTheRequestItselfEndsWithIt() throws Exception {
        notes.put(UID, pin().asBegun(null, null));
        Docker.run("restart", "-t", "0", box);
        docker.says(box, "ready", 2);
        RequestCase others = new RequestCase(request());
        others.request().getMetadata().setUid("uid-2");
        assertThat(ladders.stand(others, () -> {})).isInstanceOf(Standing.Running.class);

        ladders.tidy((uid, _, _) -> uid.equals(UID), (uid, _, _) -> uid.equals(UID));
        docker.stopped(box);
        assertThat(docker.exitCode(box)).isZero();
    }

    @Test
    void whatIsWithdrawnIsToldBeforeItGoesOn() throws Exception {
        notes.put(UID, pin().asBegun(null, null));
        assertThat(ladders.withdrawn((_, _, _) -> false)).isEmpty();
        assertThat(ladders.withdrawn((_, _, _) -> true))
                .containsExactly(container().id());
    }

    @Test
    void oneThatWasOnlyPinnedIsBegun() throws Exception {
        notes.put(UID, pin());
        assertThat(ladders.stand(asked, () -> {})).isInstanceOf(Standing.Running.class);
        docker.stopped(box);
        keeper.asked(container().id(), container().startedAt())
                .ifPresent(ladder -> ladder.done().join());
        assertThat(ladders.stand(asked, () -> {}))
                .isInstanceOfSatisfying(
                        Standing.Over.class,
                        it -> assertThat(it.facts().outcome()).isEqualTo(Outcome.GRACEFUL));
        assertThat(docker.count(box, "got TERM")).isEqualTo(1);
    }

    @Test
    void anotherRunThanThePinnedOneIsLeftAlone() throws Exception {
        notes.put(UID, pin());
        Docker.run("restart", "-t", "0", box);
        docker.says(box, "ready", 2);

        assertThat(ladders.stand(asked, () -> {})).isInstanceOf(Standing.Gone.class);
        assertThat(docker.isRunning(box)).isTrue();
        assertThat(notes.all()).isEmpty();
    }

    @Test
    void whatItHadComeToIsToldByTheNextLife() throws Exception {
        ShutdownStatus facts = new ShutdownStatus(
                null, null, Phase.FINISHED, Outcome.ESCALATED, null, null, null, null, null, null, null, null);
        notes.put(UID, pin().asBegun(null, null).asEnded(facts));
        assertThat(ladders.stand(asked, () -> {})).isEqualTo(new Standing.Over(Optional.empty(), facts));
        assertThat(docker.count(box, "got TERM")).isZero();
    }

    @Test
    void whatCanNotBeNotedIsNotDone() {
        state.fail(true);
        assertThatThrownBy(() -> ladders.stand(asked, () -> {})).isInstanceOf(IOException.class);
        state.fail(false);
        assertThat(docker.count(box, "got TERM")).isZero();
        assertThat(keeper.isBusy(container().id())).isFalse();
    }

    @Test
    void notesGoWithTheirRequests() throws Exception {
        notes.put(UID, pin());
        ladders.tidy((_, _, _) -> false, (_, _, _) -> true);
        assertThat(notes.all()).hasSize(1);
        ladders.tidy(
                (uid, namespace, name) -> uid.equals(UID) && namespace.equals("shop") && name.equals("db"),
                (_, _, _) -> false);
        assertThat(notes.all()).isEmpty();
    }
}
