package dev.gracefulshutdown.policies;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policies of one kind that this version can read. */
final class ReadPolicies<T extends HasMetadata> implements ResourceEventHandler<GenericKubernetesResource> {
    private static final Logger LOG = LoggerFactory.getLogger(ReadPolicies.class);

    private final Class<T> type;
    private final KubernetesSerialization serialization;
    private final Consumer<T> put;
    private final Consumer<T> remove;
    private final Runnable changed;
    private final Map<String, T> byKey = new ConcurrentHashMap<>();

    ReadPolicies(
            Class<T> type,
            KubernetesSerialization serialization,
            Consumer<T> put,
            Consumer<T> remove,
            Runnable changed) {
        this.type = type;
        this.serialization = serialization;
        this.put = put;
        this.remove = remove;
        this.changed = changed;
    }

    Collection<T> all() {
        return List.copyOf(byKey.values());
    }

    @Override
    public void onAdd(GenericKubernetesResource policy) {
        read(policy).ifPresentOrElse(this::keep, () -> forget(policy));
    }

    /** A new status, which is most of what happens to a policy, changes nothing here. */
    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
        if (differs(before.getMetadata(), now.getMetadata())) {
            onAdd(now);
        }
    }

    /** Every change of a spec is a new generation (Kubernetes, "Custom resources: status subresource"). */
    private static boolean differs(ObjectMeta before, ObjectMeta now) {
        return !Objects.equals(before.getUid(), now.getUid())
                || !Objects.equals(before.getGeneration(), now.getGeneration())
                || !Objects.equals(before.getLabels(), now.getLabels())
                || !Objects.equals(before.getAnnotations(), now.getAnnotations());
    }

    /** The same object without what is not read here. */
    static GenericKubernetesResource lean(GenericKubernetesResource policy) {
        policy.getAdditionalProperties().remove("status");
        policy.getMetadata().setManagedFields(List.of());
        return policy;
    }

    @Override
    public void onDelete(GenericKubernetesResource policy, boolean unknown) {
        forget(policy);
    }

    private void keep(T policy) {
        byKey.put(key(policy), policy);
        put.accept(policy);
        changed.run();
    }

    private void forget(HasMetadata policy) {
        T known = byKey.remove(key(policy));
        if (known != null) {
            remove.accept(known);
            changed.run();
        }
    }

    private static String key(HasMetadata policy) {
        return policy.getMetadata().getNamespace() + "/" + policy.getMetadata().getName();
    }

    private Optional<T> read(GenericKubernetesResource policy) {
        try {
            return Optional.of(serialization.convertValue(lean(policy), type));
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("kind", policy.getKind())
                    .addKeyValue("namespace", policy.getMetadata().getNamespace())
                    .addKeyValue("name", policy.getMetadata().getName())
                    .addKeyValue("reason", "UnsupportedField")
                    .addKeyValue("error", e.getMessage())
                    .log("a policy with values that this version does not know: left out until it is updated");
            return Optional.empty();
        }
    }
}
