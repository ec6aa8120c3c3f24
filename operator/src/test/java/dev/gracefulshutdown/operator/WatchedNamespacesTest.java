package dev.gracefulshutdown.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchedNamespacesTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Set<String> unreadable = new HashSet<>();
    private boolean away;

    private final List<String> back = new ArrayList<>();

    private WatchedNamespaces watching(String... named) {
        return new WatchedNamespaces(Set.of(named), this::refusal, metrics);
    }

    private Optional<String> refusal(String namespace) {
        if (away) {
            throw new KubernetesClientException("nobody answers");
        }
        return unreadable.contains(namespace) ? Optional.of("no right in " + namespace) : Optional.empty();
    }

    private static void never(String namespace) {
        throw new AssertionError(namespace);
    }

    private double gauge(String namespace) {
        return metrics.get("graceful_namespace_readable")
                .tag("namespace", namespace)
                .gauge()
                .value();
    }

    @Test
    void oneThatCantBeReadIsLeftOutAndTheOthersAreNot() {
        unreadable.add("b");
        try (WatchedNamespaces watched = watching("a", "b")) {
            assertThat(watched.known()).containsExactly("a");
            assertThat(watched.knows("a")).isTrue();
            assertThat(watched.knows("b")).isFalse();
            assertThat(gauge("a")).isEqualTo(1);
            assertThat(gauge("b")).isZero();
        }
    }

    @Test
    void whenNoneCanBeReadTheRightIsNamed() {
        unreadable.addAll(List.of("a", "b"));
        assertThatThrownBy(() -> watching("a", "b"))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("no right in ");
    }

    @Test
    void whoWatchesAllNamespacesKnowsEachOfThem() {
        try (WatchedNamespaces watched = watching()) {
            assertThat(watched.known()).isEmpty();
            assertThat(watched.knows("a")).isTrue();
        }
    }

    @Test
    void anApiServerThatIsAwayIsNoMissingRight() {
        away = true;
        try (WatchedNamespaces watched = watching("a")) {
            watched.look(WatchedNamespacesTest::never, back::add, false);
            assertThat(watched.known()).containsExactly("a");
            assertThat(gauge("a")).isEqualTo(1);
        }
    }

    @Test
    void oneThatCanBeReadAgainIsKnownOnceAllOfItIs() {
        unreadable.add("b");
        List<String> joined = new ArrayList<>();
        try (WatchedNamespaces watched = watching("a", "b")) {
            watched.look(WatchedNamespacesTest::never, back::add, false);
            unreadable.clear();
            watched.look(
                    namespace -> {
                        assertThat(watched.knows(namespace)).isFalse();
                        joined.add(namespace);
                    },
                    back::add,
                    false);
            assertThat(joined).containsExactly("b");
            assertThat(watched.knows("b")).isTrue();
            assertThat(gauge("b")).isEqualTo(1);
            watched.look(WatchedNamespacesTest::never, back::add, false);
        }
    }

    @Test
    void oneThatCantBeWatchedAfterAllIsTriedAgain() {
        unreadable.add("b");
        try (WatchedNamespaces watched = watching("a", "b")) {
            unreadable.clear();
            watched.look(
                    namespace -> {
                        throw new OperatorException("gone again");
                    },
                    back::add,
                    false);
            assertThat(watched.knows("b")).isFalse();
            assertThat(gauge("b")).isZero();
            watched.look(namespace -> {}, back::add, false);
            assertThat(watched.knows("b")).isTrue();
        }
    }

    @Test
    void whileAllWatchesAreInStepOnlyThoseThatCouldNotBeReadAreLookedAt() {
        unreadable.add("b");
        try (WatchedNamespaces watched = watching("a", "b")) {
            unreadable.add("a");
            watched.look(WatchedNamespacesTest::never, back::add, true);
            assertThat(gauge("a")).isEqualTo(1);
            unreadable.clear();
            watched.look(namespace -> {}, back::add, true);
            assertThat(watched.knows("b")).isTrue();
        }
    }

    @Test
    void oneThatIsWatchedStaysSoWhileItCantBeRead() {
        try (WatchedNamespaces watched = watching("a", "b")) {
            unreadable.add("b");
            watched.look(WatchedNamespacesTest::never, back::add, false);
            assertThat(watched.knows("b")).isTrue();
            assertThat(gauge("b")).isZero();
            assertThat(back).isEmpty();
            unreadable.clear();
            watched.look(WatchedNamespacesTest::never, back::add, false);
            watched.look(WatchedNamespacesTest::never, back::add, false);
            assertThat(gauge("b")).isEqualTo(1);
            assertThat(back).containsExactly("b");
        }
    }
}
