package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint.TlsFiles;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The docker CLI's contexts, in folders named by the SHA-256 of their names (docker/cli, cli/context/store). */
record CliContexts(Path folder) {
    /** Empty where none is configured. */
    Optional<String> current() {
        Path file = folder.resolve("config.json");
        return Files.isReadable(file)
                ? Optional.of(Json.text(read(file), "currentContext")).filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    /** The engine of a context. */
    DockerEndpoint endpoint(String name) {
        String key = digest(name);
        Path meta = folder.resolve("contexts/meta").resolve(key).resolve("meta.json");
        JsonNode docker = read(meta).path("Endpoints").path("docker");
        Path tls = folder.resolve("contexts/tls").resolve(key).resolve("docker");
        boolean verify = !docker.path("SkipTLSVerify").asBoolean(false);
        Optional<TlsFiles> files = Files.isDirectory(tls) ? Optional.of(new TlsFiles(tls, verify)) : Optional.empty();
        return DockerEndpoint.of(Json.text(docker, "Host"), files, "context " + name);
    }

    private static JsonNode read(Path file) {
        try {
            return Json.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new DockerException(
                            Kind.INVALID,
                            file.toString(),
                            "the docker CLI's configuration can't be read: " + e.getMessage(),
                            "choose another context (docker context ls) or set DOCKER_HOST")
                    .because(e);
        }
    }

    static String digest(String name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
