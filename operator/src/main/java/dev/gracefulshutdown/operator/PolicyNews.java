package dev.gracefulshutdown.operator;

import dev.gracefulshutdown.api.PolicyRef;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells whom it concerns that a policy of either kind has come, changed or gone. The index knows it by then. */
public final class PolicyNews {
    private final List<Consumer<PolicyRef>> listeners = new CopyOnWriteArrayList<>();

    /** Whoever listens has to be quick. */
    public void listen(Consumer<PolicyRef> listener) {
        listeners.add(listener);
    }

    /** One has. */
    public void tell(PolicyRef policy) {
        listeners.forEach(listener -> listener.accept(policy));
    }
}
