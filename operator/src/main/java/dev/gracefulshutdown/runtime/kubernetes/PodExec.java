package dev.gracefulshutdown.runtime.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.fabric8.kubernetes.client.utils.URLUtils;
import io.fabric8.kubernetes.client.utils.URLUtils.URLBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A short command in a container, by one WebSocket of the API ({@code pods/exec}). The client's own exec first lists and
 * watches the pod, each time; this one needs no more rights than exec itself.
 */
final class PodExec {
    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final int NORMAL = 1000;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final Duration limit;

    /** @param limit for the connection, and again for the command */
    PodExec(KubernetesClient client, Duration limit) {
        this.client = client;
        this.limit = limit;
    }

    /** What came of it. */
    sealed interface Result {
        /** It ended with exit code 0. */
        record Done(String output) implements Result {}

        /** It could not be started, or failed. */
        record Unable(String why) implements Result {}

        record Forbidden(String why) implements Result {}

        record Gone(String why) implements Result {}

        record Failed(String why) implements Result {}
    }

    Result run(String namespace, String pod, String container, List<String> command) {
        ExecSession session = new ExecSession();
        CompletableFuture<WebSocket> opening = client.getHttpClient()
                .newWebSocketBuilder()
                .subprotocol(PROTOCOL)
                .uri(uri(namespace, pod, container, command))
                .connectTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .buildAsync(session);
        try {
            opening.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            // The server closes after its last message; a close of ours would cross with its own.
            return ended(session.ended().get(limit.toMillis(), TimeUnit.MILLISECONDS), session);
        } catch (TimeoutException e) {
            opening.thenAccept(socket -> socket.sendClose(NORMAL, ""));
            return new Result.Failed("no answer within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            return refused(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result.Failed("interrupted");
        }
    }

    private URI uri(String namespace, String pod, String container, List<String> command) {
        URLBuilder url = new URLBuilder(
                URLUtils.join(client.getMasterUrl().toString(), "api/v1/namespaces", namespace, "pods", pod, "exec"));
        url.addQueryParameter("container", container);
        url.addQueryParameter("stdout", "true");
        url.addQueryParameter("stderr", "true");
        command.forEach(word -> url.addQueryParameter("command", word));
        return URI.create(url.toString());
    }

    /** The last message of a session is a Status (k8s.io/apimachinery/pkg/util/remotecommand). */
    private Result ended(String text, ExecSession session) {
        Status status = client.getKubernetesSerialization().unmarshal(text, Status.class);
        if ("Success".equals(status.getStatus())) {
            return new Result.Done(session.output());
        }
        String message = Objects.requireNonNullElse(status.getMessage(), "it failed");
        return message.contains("container not found") || message.contains("not running")
                ? new Result.Gone(message)
                : new Result.Unable(message);
    }

    private static Result refused(Throwable error) {
        if (error instanceof WebSocketHandshakeException handshake) {
            int code = handshake.getResponse().code();
            return switch (code) {
                case UNAUTHORIZED, FORBIDDEN -> new Result.Forbidden("the API server answers " + code);
                case NOT_FOUND -> new Result.Gone("there is no such pod any more");
                default -> new Result.Failed("the API server answers " + code);
            };
        }
        return new Result.Failed(
                Objects.requireNonNullElse(error.getMessage(), error.getClass().getSimpleName()));
    }
}
