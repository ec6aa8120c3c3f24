package dev.gracefulshutdown.runtime.docker;

import java.util.Optional;
import java.util.stream.Stream;

/** An engine to test on. */
record TestEngine(DockerEndpoint endpoint) {
    /** The one that the docker CLI would use, and another, of the other cgroup version for instance. */
    static Stream<TestEngine> all() {
        return Stream.concat(
                        Stream.of(Optional.<String>empty()),
                        Optional.ofNullable(System.getenv("GRACEFUL_TEST_DOCKER2")).map(Optional::of).stream())
                .map(address -> new TestEngine(DockerEndpoint.find(address)));
    }

    /** @param address as {@code DOCKER_HOST} has it */
    static TestEngine at(String address) {
        return new TestEngine(DockerEndpoint.find(Optional.of(address)));
    }

    static TestEngine first() {
        return all().findFirst().orElseThrow();
    }

    @Override
    public String toString() {
        return endpoint.source();
    }
}
