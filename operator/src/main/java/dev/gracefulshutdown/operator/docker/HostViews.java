package dev.gracefulshutdown.operator.docker;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How the policies of one host fare, for whoever writes their status. Safe for several threads. */
final class HostViews {
    private final Supplier<Set<String>> reaching;
    private final Consumer<Set<String>> changed;
    private Map<String, PolicyView> views = Map.of();
    private Optional<HostTrouble> trouble = Optional.empty();

    /**
     * None yet.
     *
     * @param reaching which policies reach the host now, looked at or not
     * @param changed told which policies fare differently
     */
    HostViews(Supplier<Set<String>> reaching, Consumer<Set<String>> changed) {
        this.reaching = reaching;
        this.changed = changed;
    }

    /**
     * As far as it is known.
     *
     * @param view of the last look; empty before the first
     * @param trouble why nothing can be looked at or done now
     */
    record Seen(Optional<PolicyView> view, Optional<HostTrouble> trouble) {}

    synchronized Seen seen(String policy) {
        return new Seen(Optional.ofNullable(views.get(policy)), trouble);
    }

    /** Everything was looked at. */
    void looked(Map<String, PolicyView> now) {
        Set<String> different;
        synchronized (this) {
            Map<String, PolicyView> before = views;
            Set<String> all = new HashSet<>(before.keySet());
            all.addAll(now.keySet());
            different = trouble.isPresent()
                    ? all
                    : all.stream()
                            .filter(name -> !Objects.equals(before.get(name), now.get(name)))
                            .collect(Collectors.toSet());
            views = Map.copyOf(now);
            trouble = Optional.empty();
        }
        changed.accept(different);
    }

    /**
     * Nothing can be looked at or done.
     *
     * @return whether that is news
     */
    boolean failed(HostTrouble why) {
        synchronized (this) {
            if (trouble.equals(Optional.of(why))) {
                return false;
            }
            trouble = Optional.of(why);
        }
        changed.accept(reaching.get());
        return true;
    }
}
