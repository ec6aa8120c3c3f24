package dev.gracefulshutdown.operator.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.keeper.Policies;
import dev.gracefulshutdown.operator.status.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HostViewsTest {
    private static final HostTrouble AWAY = new HostTrouble(Reason.HOST_UNREACHABLE, "away");

    private final List<Set<String>> told = new ArrayList<>();
    private final HostViews views = new HostViews(() -> Set.of("a", "unseen"), told::add);

    private static PolicyView view(String... waiting) {
        return new PolicyView(Policies.named("p", "db").spec(), List.of(), Optional.empty(), List.of(waiting));
    }

    @Test
    void onlyThosePoliciesAreToldThatFareDifferently() {
        views.looked(Map.of("a", view(), "b", view()));
        views.looked(Map.of("a", view(), "b", view("x"), "c", view()));
        views.looked(Map.of("a", view(), "b", view("x"), "c", view()));
        views.looked(Map.of("b", view("x"), "c", view()));
        assertThat(told).containsExactly(Set.of("a", "b"), Set.of("b", "c"), Set.of(), Set.of("a"));
    }

    @Test
    void aHostThatIsAwayIsToldOnceAndItsReturnToo() {
        views.looked(Map.of("a", view()));
        assertThat(views.failed(AWAY)).isTrue();
        assertThat(views.failed(AWAY)).isFalse();
        assertThat(views.seen("a").trouble()).contains(AWAY);
        views.looked(Map.of("a", view()));
        assertThat(views.seen("a").trouble()).isEmpty();
        assertThat(told).containsExactly(Set.of("a"), Set.of("a", "unseen"), Set.of("a"));
    }

    @Test
    void thatAHostIsAwayFromTheBeginningIsToldToo() {
        assertThat(views.failed(AWAY)).isTrue();
        assertThat(told).containsExactly(Set.of("a", "unseen"));
        assertThat(views.seen("unseen")).isEqualTo(new HostViews.Seen(Optional.empty(), Optional.of(AWAY)));
    }
}
