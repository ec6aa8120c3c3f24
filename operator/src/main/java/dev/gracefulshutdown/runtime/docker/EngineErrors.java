package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gracefulshutdown.runtime.docker.DockerException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What went wrong, and what to do about it. */
record EngineErrors(DockerEndpoint endpoint) {
    private static final String WHICH =
            "name the engine by DOCKER_HOST or a docker context; `docker version` shows whether one answers";

    DockerException slow(EngineCall call, Duration limit) {
        return new DockerException(
                Kind.SLOW,
                call.object() + " at " + endpoint,
                "no answer within " + limit.toSeconds() + " s",
                "see whether `docker version` answers; restart the engine if it doesn't");
    }

    DockerException closed(EngineCall call) {
        return new DockerException(Kind.UNREACHABLE, call.object(), "we are closing", "none is needed");
    }

    DockerException notDocker(String what) {
        return new DockerException(Kind.NOT_DOCKER, endpoint.toString(), what, WHICH + new TlsErrors(endpoint).hint());
    }

    /** The transport wraps the kernel's words, several deep. */
    DockerException broken(Throwable failure) {
        StringBuilder all = new StringBuilder();
        Throwable root = failure;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            all.append(t.getClass().getSimpleName())
                    .append(' ')
                    .append(t.getMessage())
                    .append(' ');
            root = t;
        }
        String text = all.toString().toLowerCase(Locale.ROOT);
        if (text.contains("permission denied")) {
            return new DockerException(
                            Kind.NOT_PERMITTED,
                            endpoint.toString(),
                            "permission denied",
                            "run as root or as a member of the socket's group (usually `docker`)")
                    .because(failure);
        }
        Optional<DockerException> tls = new TlsErrors(endpoint).of(text);
        if (tls.isPresent()) {
            return tls.get().because(failure);
        }
        if (text.contains("protocolexception") || text.contains("unsupportedhttp")) {
            return notDocker("something else than a Docker Engine answers: " + message(root))
                    .because(failure);
        }
        String how = text.contains("nohttpresponse") ? "it hung up without an answer" : message(root);
        return new DockerException(
                        Kind.UNREACHABLE,
                        endpoint.toString(),
                        "no Docker Engine can be reached: " + how,
                        "start it, or " + WHICH + new TlsErrors(endpoint).hint())
                .because(failure);
    }

    private static String message(Throwable failure) {
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    DockerException status(EngineCall call, int status, JsonNode body) {
        String said = Json.text(body, "message");
        String what = (said.isEmpty() ? "the engine answers " + status : said).strip();
        return switch (status) {
            case 401, 403 ->
                new DockerException(
                        Kind.NOT_PERMITTED, call.object(), what, "ask for the right at " + endpoint + " or its proxy");
            case 404 -> new DockerException(Kind.NOT_FOUND, call.object(), what, "see `docker ps -a`");
            case 409 -> new DockerException(Kind.CONFLICT, call.object(), what, "see its state by `docker inspect`");
            default ->
                new DockerException(
                        Kind.FAILED, call.object(), what, "see the engine's log" + new TlsErrors(endpoint).hint());
        };
    }

    DockerException unreadable(EngineCall call, IOException failure) {
        return notDocker("an answer about " + call.object() + " is no JSON").because(failure);
    }
}
