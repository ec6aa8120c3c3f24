package dev.gracefulshutdown.runtime.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A short command inside a container (Engine API, ExecCreate, ExecStart, ExecInspect). */
final class Exec {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int STDOUT = 1;
    private static final int MOST = 64 << 10;

    private final EngineClient client;

    Exec(EngineClient client) {
        this.client = client;
    }

    /** What it wrote; empty when it could not be run, or failed. */
    Optional<String> run(String id, List<String> command) {
        try {
            String exec = create(id, command);
            String output = client.within(
                    EngineCall.post(ContainerCalls.object(id), "/exec/" + exec + "/start")
                            .with("{\"Detach\":false,\"Tty\":false}"),
                    LIMIT,
                    Exec::output);
            return exitCode(id, exec) == 0 ? Optional.of(output) : Optional.empty();
        } catch (DockerException e) {
            return Optional.empty();
        }
    }

    private String create(String id, List<String> command) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("AttachStdout", true);
        command.forEach(body.putArray("Cmd")::add);
        EngineCall call = EngineCall.post(ContainerCalls.object(id), "/containers/" + EngineCall.encoded(id) + "/exec")
                .with(body.toString());
        return EngineCall.encoded(Json.text(client.call(call, LIMIT).json(), "Id"));
    }

    private int exitCode(String id, String exec) {
        return client.call(EngineCall.get(ContainerCalls.object(id), "/exec/" + exec + "/json"), LIMIT)
                .json()
                .path("ExitCode")
                .asInt(-1);
    }

    /** Frames of eight bytes and a payload: stream, three zeros, length (Engine API, ContainerAttach). */
    private static String output(Response response) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataInputStream in = new DataInputStream(response.getBody());
        while (out.size() < MOST) {
            int stream;
            try {
                stream = in.readInt() >>> 24;
            } catch (EOFException e) {
                break;
            }
            byte[] payload = new byte[Math.clamp(in.readInt(), 0, MOST)];
            in.readFully(payload);
            if (stream == STDOUT) {
                out.writeBytes(payload);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
