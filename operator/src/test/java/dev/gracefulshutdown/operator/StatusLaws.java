package dev.gracefulshutdown.operator;

import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.operator.status.ConditionLaws;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks on at all policies of a namespace and notes each status that breaks a law of the conditions. */
final class StatusLaws implements ResourceEventHandler<GracefulShutdownPolicy> {
    private final List<String> broken = new ArrayList<>();
    private final AtomicInteger seen = new AtomicInteger();

    static StatusLaws watching(KubernetesClient client, String namespace) {
        StatusLaws laws = new StatusLaws();
        client.resources(GracefulShutdownPolicy.class).inNamespace(namespace).inform(laws);
        return laws;
    }

    @Override
    public synchronized void onAdd(GracefulShutdownPolicy policy) {
        see(List.of(), policy);
    }

    @Override
    public synchronized void onUpdate(GracefulShutdownPolicy before, GracefulShutdownPolicy now) {
        see(conditions(before), now);
    }

    @Override
    public void onDelete(GracefulShutdownPolicy policy, boolean unknown) {}

    private void see(List<Condition> before, GracefulShutdownPolicy now) {
        List<Condition> conditions = conditions(now);
        if (conditions.isEmpty()) {
            return;
        }
        seen.incrementAndGet();
        ConditionLaws.broken(conditions)
                .forEach(law -> broken.add(now.getMetadata().getName() + ": " + law));
        ConditionLaws.broken(before, conditions)
                .forEach(law -> broken.add(now.getMetadata().getName() + ": " + law));
    }

    private static List<Condition> conditions(GracefulShutdownPolicy policy) {
        return policy.getStatus() == null || policy.getStatus().conditions() == null
                ? List.of()
                : policy.getStatus().conditions();
    }

    synchronized List<String> broken() {
        return List.copyOf(broken);
    }

    int seen() {
        return seen.get();
    }
}
