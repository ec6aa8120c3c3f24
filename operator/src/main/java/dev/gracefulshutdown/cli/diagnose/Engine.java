package dev.gracefulshutdown.cli.diagnose;

import dev.gracefulshutdown.profile.KnownInits;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import dev.gracefulshutdown.runtime.docker.DockerHost;
import dev.gracefulshutdown.runtime.linux.LinuxNode;

/**
 * An engine and this machine's processes, which are its containers' where it runs here.
 *
 * @param host the engine
 * @param node this machine
 */
public record Engine(DockerHost host, LinuxNode node) implements AutoCloseable {
    /** Connects. */
    public static Engine connect(DockerEndpoint endpoint) {
        LinuxNode node = new LinuxNode(KnownInits::isInit);
        try {
            return new Engine(DockerHost.connect(endpoint, node::container, KnownInits::isInit), node);
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    @Override
    public void close() {
        host.close();
        node.close();
    }
}
