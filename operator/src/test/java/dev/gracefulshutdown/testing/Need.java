package dev.gracefulshutdown.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a tagged test needs: {@code @Tag("docker")}, {@code @Tag("cluster")}, {@code @Tag("helm")}. Tests tagged {@code slow}
 * need nothing.
 */
enum Need {
    DOCKER {
        @Override
        Optional<String> missing() {
            String host = Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("unix:///var/run/docker.sock");
            return Endpoint.of(host).answers()
                    ? Optional.empty()
                    : Optional.of("no Docker Engine answers at " + host + "; start one or set DOCKER_HOST");
        }
    },
    CLUSTER {
        @Override
        Optional<String> missing() {
            return Kubeconfig.find()
                    .map(Kubeconfig::missing)
                    .orElseGet(() -> Optional.of("no Kubernetes cluster named; set KUBECONFIG"));
        }
    },
    HELM {
        @Override
        Optional<String> missing() {
            return Stream.of("helm", "kubectl")
                    .filter(program -> !isOnPath(program))
                    .findFirst()
                    .map(program -> program + " is not on the PATH");
        }
    };

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Why it isn't here, and the remedy; empty when it is. */
    abstract Optional<String> missing();

    /** {@code -Dgraceful.require=docker,cluster}: where it is missing, the test fails instead of being skipped. */
    boolean required() {
        return Arrays.asList(System.getProperty("graceful.require", "").split(",", -1))
                .contains(tag());
    }

    static Set<Need> of(Set<String> tags) {
        Set<Need> needs = java.util.EnumSet.noneOf(Need.class);
        for (Need need : values()) {
            if (tags.contains(need.tag())) {
                needs.add(need);
            }
        }
        return needs;
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
