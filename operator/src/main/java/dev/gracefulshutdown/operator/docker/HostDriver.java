package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.keeper.Audience;
import dev.gracefulshutdown.keeper.Findings;
import dev.gracefulshutdown.keeper.Keeper;
import dev.gracefulshutdown.keeper.News;
import dev.gracefulshutdown.keeper.Policy;
import dev.gracefulshutdown.keeper.PolicySource;
import dev.gracefulshutdown.runtime.linux.BootClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One host: waits until it may drive it, connects, and tries again with longer and longer pauses while it can't. A host that
 * is away touches no other. Its TLS files are read anew when they have changed.
 */
final class HostDriver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostDriver.class);
    private static final Duration LOOK_WHETHER_WE_MAY = Duration.ofMillis(200);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final Duration LOOK_AT_FILES = Duration.ofSeconds(30);

    /** Below the pod's own grace period. */
    private static final Duration LAST_SENDS = Duration.ofSeconds(12);

    private final HostConfig config;
    private final Means means;
    private final HostViews views;
    private final Desk desk;
    private final Thread thread;
    private volatile @Nullable Keeper keeper;
    private volatile boolean closed;

    HostDriver(HostConfig config, Means means) {
        this.config = config;
        this.means = means;
        views = new HostViews(this::reaching, means.changed());
        desk = new Desk(
                config.name(),
                () -> views.seen("").trouble(),
                means.requests(),
                means.certain(),
                means.stands(),
                means.clock());
        thread = Thread.ofPlatform().name("docker-" + config.name()).daemon().unstarted(this::run);
    }

    private Set<String> reaching() {
        return means.policies().of(config).stream().map(Policy::name).collect(Collectors.toSet());
    }

    void start() {
        desk.start();
        thread.start();
    }

    HostConfig config() {
        return config;
    }

    /** How the policies fare there. */
    HostViews views() {
        return views;
    }

    /** What is asked for there. */
    Desk desk() {
        return desk;
    }

    /** A policy has come, changed or gone. */
    void poke() {
        Keeper present = keeper;
        if (present != null) {
            present.poke();
        }
    }

    private void run() {
        try {
            while (!means.mayDrive().getAsBoolean()) {
                Thread.sleep(LOOK_WHETHER_WE_MAY);
            }
            Duration pause = FIRST_RETRY;
            while (!closed) {
                Map<String, Long> files = TlsVersion.of(config.endpoint());
                try (Opened opened = open()) {
                    pause = FIRST_RETRY;
                    keep(opened, files);
                } catch (IOException | RuntimeException e) {
                    failed(e);
                }
                Thread.sleep(pause);
                pause = longer(pause);
            }
        } catch (InterruptedException e) {
            // The end.
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_RETRY) < 0 ? twice : LONGEST_RETRY;
    }

    private void failed(Exception e) {
        HostTrouble trouble = HostTrouble.of(e);
        LOG.atDebug().setCause(e).addKeyValue("host", config.name()).log("can't be kept");
        if (views.failed(trouble)) {
            LOG.atWarn().addKeyValue("host", config.name()).log("{}; tried again until it works", trouble.why());
        }
    }

    /** A host that is there. */
    private record Opened(Keeper keeper, RequestLadders ladders) implements AutoCloseable {
        @Override
        public void close() {
            keeper.close();
        }
    }

    private Opened open() throws IOException {
        HostState state = means.states().take(config.name());
        StateNotes notes = new StateNotes(state);
        RequestNotes requests = new RequestNotes(state);
        Host host = Host.open(
                "graceful operator",
                config.endpoint(),
                new StateJournal(state, BootClock::now, HostDriver::wallClock, StateJournal.PATIENCE));
        PolicySource policies = () -> new PolicySource.Version(
                means.policies().of(config), config.allowedNamespaces().stream().allMatch(means.knows()));
        Keeper fresh = new Keeper(
                host,
                new Keeper.Parts(
                        Optional.of(config.name()),
                        policies,
                        notes,
                        means.records(),
                        new News(means.news().apply(config.name())),
                        audience(host)));
        RequestPlans plans = new RequestPlans(config, means.policies(), means.named());
        return new Opened(fresh, new RequestLadders(config.name(), host, fresh, requests, plans, means.clock()));
    }

    private static long wallClock() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private Audience audience(Host host) {
        PlanCheck check = new PlanCheck(host);
        return new Audience() {
            @Override
            public void looked(Findings findings) {
                views.looked(PolicyView.of(findings, check::invalid));
            }

            @Override
            public void failed(Exception why) {
                var _ = views.failed(HostTrouble.of(why));
            }
        };
    }

    /**
     * Until we end, or the files that it was opened with are others.
     *
     * @param files which they were
     */
    private void keep(Opened opened, Map<String, Long> files) throws InterruptedException {
        Set<String> withdrawn = opened.ladders().withdrawn(desk::isDoneWith);
        opened.keeper().start(withdrawn::contains);
        keeper = opened.keeper();
        desk.opened(opened.ladders());
        try {
            // What changed while it started.
            opened.keeper().poke();
            do {
                Thread.sleep(LOOK_AT_FILES);
            } while (files.equals(TlsVersion.of(config.endpoint())));
            LOG.atInfo().addKeyValue("host", config.name()).log("its TLS files have changed: connecting anew");
        } finally {
            keeper = null;
            desk.closed();
        }
    }

    /** Sends nothing more; what is unfinished is noted. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join(LAST_SENDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
