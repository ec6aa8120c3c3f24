package dev.gracefulshutdown.keeper;

import dev.gracefulshutdown.api.DockerSelector;
import dev.gracefulshutdown.api.GracefulShutdownPolicy;
import dev.gracefulshutdown.api.GracefulShutdownPolicySpec;
import dev.gracefulshutdown.api.LabelSelectors;
import dev.gracefulshutdown.api.Mode;
import dev.gracefulshutdown.api.Rollout;
import dev.gracefulshutdown.api.State;
import dev.gracefulshutdown.api.file.Document;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.Selection;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A policy that is in force.
 *
 * @param name with its namespace where it has one: {@code shop/orders-db}
 * @param source where it stands: {@code policies/orders.yaml:1}; the name again where it stands in no file
 */
public record Policy(String name, GracefulShutdownPolicySpec spec, String source) {
    /** How closely a policy names its containers; the closest comes first. */
    public enum Reach {
        NAMES("by name"),
        GROUP("by labels or Compose project"),
        SELECTOR("by selector");

        private final String words;

        Reach(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** One that stands in a file. */
    public static Policy of(Document<? extends GracefulShutdownPolicy> document) {
        GracefulShutdownPolicy policy = document.resource();
        String namespace = policy.getMetadata().getNamespace();
        String name = policy.getMetadata().getName();
        return new Policy(
                namespace == null ? name : namespace + "/" + name,
                policy.getSpec(),
                document.file() + ":" + document.line());
    }

    boolean hasSource() {
        return !source.equals(name);
    }

    /** For messages, behind its name. */
    String place() {
        return hasSource() ? " (" + source + ")" : "";
    }

    /** How closely it names its containers. */
    public Reach reach() {
        DockerSelector docker = spec.docker();
        if (docker == null) {
            return Reach.SELECTOR;
        }
        return docker.names() == null || docker.names().isEmpty() ? Reach.GROUP : Reach.NAMES;
    }

    /** Whether it is for a container. */
    public boolean matches(ContainerDetails container) {
        DockerSelector docker = spec.docker();
        LabelSelector selector = spec.selector();
        if (docker != null) {
            return new Selection(
                            Objects.requireNonNullElse(docker.names(), List.of()),
                            Objects.requireNonNullElse(docker.labels(), Map.of()),
                            Optional.ofNullable(docker.composeProject()))
                    .matches(container);
        }
        return selector != null && LabelSelectors.matches(selector, container.labels());
    }

    /** What it wants of its containers; empty when that is none of its business. */
    public Optional<State> state() {
        return Optional.ofNullable(spec.state());
    }

    /** Its {@code restartNonce}. */
    public Optional<String> nonce() {
        return Optional.ofNullable(spec.restartNonce());
    }

    /** Whether nothing is done. */
    public boolean isDryRun() {
        return spec.mode() == Mode.DRY_RUN;
    }

    int maxUnavailable() {
        Rollout rollout = spec.rollout();
        Integer most = rollout == null ? null : rollout.maxUnavailable();
        return most == null ? 1 : most;
    }
}
