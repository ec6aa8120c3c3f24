package dev.gracefulshutdown.operator.docker;

import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import java.util.Set;

/**
 * A Docker host that policies may name.
 *
 * @param name as policies name it in {@code spec.docker.host}
 * @param endpoint where its engine listens
 * @param allowedNamespaces whose policies reach it; nobody's unless named
 */
public record HostConfig(String name, DockerEndpoint endpoint, Set<String> allowedNamespaces) {
    public HostConfig {
        allowedNamespaces = Set.copyOf(allowedNamespaces);
    }

    boolean allows(String namespace) {
        return allowedNamespaces.contains(namespace);
    }
}
