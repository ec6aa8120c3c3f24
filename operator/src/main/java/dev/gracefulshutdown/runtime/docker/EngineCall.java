package dev.gracefulshutdown.runtime.docker;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request.
 *
 * @param object what it is about, for messages
 * @param path without the version, with the query
 * @param body JSON
 */
record EngineCall(String object, Method method, String path, Optional<String> body) {
    static EngineCall get(String object, String path) {
        return new EngineCall(object, Method.GET, path, Optional.empty());
    }

    static EngineCall post(String object, String path) {
        return new EngineCall(object, Method.POST, path, Optional.empty());
    }

    EngineCall with(String json) {
        return new EngineCall(object, method, path, Optional.of(json));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A connection each: one that the engine closed by its restart would fail the next call, which may not be repeatable. */
    Request toRequest(String version) {
        Request.Builder request = Request.builder()
                .method(method)
                .path(version.isEmpty() ? path : "/v" + version + path)
                .putHeader("Connection", "close");
        body.ifPresent(json ->
                request.bodyBytes(json.getBytes(StandardCharsets.UTF_8)).putHeader("Content-Type", "application/json"));
        return request.build();
    }
}
