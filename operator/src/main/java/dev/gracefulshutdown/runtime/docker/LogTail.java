package dev.gracefulshutdown.runtime.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The last lines of a container's log, standard output and error together (Engine API, ContainerLogs). */
final class LogTail {
    private static final int MOST = 64 << 10;
    private static final int HEADER_REST = 4;

    private LogTail() {}

    static EngineCall call(String id, int lines) {
        return EngineCall.get(
                ContainerCalls.object(id),
                "/containers/" + EngineCall.encoded(id) + "/logs?stdout=1&stderr=1&tail=" + lines);
    }

    /** Frames of a stream's number, three zeros, a length and a payload. */
    static String read(Response response) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataInputStream in = new DataInputStream(response.getBody());
        while (out.size() < MOST) {
            try {
                in.skipNBytes(HEADER_REST);
            } catch (EOFException e) {
                break;
            }
            byte[] payload = new byte[Math.clamp(in.readInt(), 0, MOST)];
            in.readFully(payload);
            out.writeBytes(payload);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
