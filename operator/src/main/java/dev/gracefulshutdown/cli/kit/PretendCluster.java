package dev.gracefulshutdown.cli.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.Pluralize;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * An API server that keeps nothing: lists are what was given, watches tell of nothing, and what is written comes back. For
 * the warm-up alone.
 */
public final class PretendCluster implements AutoCloseable {
    private static final String NOTHING =
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":404}";
    private static final Map<String, List<String>> KINDS = Map.of(
            "/apis/apps/v1",
            List.of("Deployment", "ReplicaSet"),
            "/apis/gracefulshutdown.dev/v1alpha1",
            List.of("GracefulShutdownPolicy", "ClusterGracefulShutdownPolicy", "Shutdown", "NodeShutdownReport"));
    private static final String EVERY_RIGHT = """
            {"kind":"SelfSubjectRulesReview","apiVersion":"authorization.k8s.io/v1","status":{"incomplete":false,
            "nonResourceRules":[],"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}]}}""";
    /** {@code KIND/NAME/status}. */
    private static final int AFTER_THE_KIND = 3;

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<String, String> lists;

    /**
     * Starts.
     *
     * @param lists one item in JSON each, by the plural name of what it is
     * @throws IOException where no port can be had
     */
    public PretendCluster(Map<String, String> lists) throws IOException {
        this.lists = Map.copyOf(lists);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * One of its clients; to be closed.
     *
     * @param json how it reads and writes
     */
    public KubernetesClient client(KubernetesSerialization json) {
        return new KubernetesClientBuilder()
                .withKubernetesSerialization(json)
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build())
                .build();
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        if ("websocket".equals(call.getRequestHeaders().getFirst("Upgrade"))) {
            // There are none here: the client watches by a call without an end then.
            send(call, OK, "");
        } else if (String.valueOf(call.getRequestURI().getQuery()).contains("watch=true")) {
            call.sendResponseHeaders(OK, 0);
            call.getResponseBody().flush();
            untilOver();
            call.close();
        } else if (path.endsWith("/selfsubjectrulesreviews")) {
            send(call, OK, EVERY_RIGHT);
        } else if (path.endsWith("/status")) {
            String[] parts = path.split("/", -1);
            send(call, OK, lists.getOrDefault(parts[parts.length - AFTER_THE_KIND], NOTHING));
        } else if (!call.getRequestMethod().equals("GET")) {
            send(call, OK, new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        } else if (KINDS.containsKey(path)) {
            send(call, OK, kinds(KINDS.getOrDefault(path, List.of())));
        } else if (isOne(path)) {
            send(call, NOT_FOUND, NOTHING);
        } else {
            send(call, OK, list(path.substring(path.lastIndexOf('/') + 1)));
        }
    }

    private String list(String plural) {
        return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":["
                + lists.getOrDefault(plural, "") + "]}";
    }

    /** {@code /api/v1/namespaces/NS/KIND/NAME}, {@code /apis/GROUP/V/namespaces/NS/KIND/NAME}, or of the cluster. */
    private static boolean isOne(String path) {
        String inGroup =
                path.replaceFirst("^/(api/[^/]+|apis/[^/]+/[^/]+)/", "").replaceFirst("^namespaces/[^/]+/", "");
        return inGroup.contains("/");
    }

    private static String kinds(List<String> kinds) {
        return kinds.stream()
                .map(kind -> "{\"kind\":\"%s\",\"name\":\"%s\",\"namespaced\":%s}"
                        .formatted(
                                kind, Pluralize.toPlural(kind.toLowerCase(Locale.ROOT)), !kind.startsWith("Cluster")))
                .collect(Collectors.joining(",", "{\"kind\":\"APIResourceList\",\"resources\":[", "]}"));
    }

    private static void send(HttpExchange call, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().add("Content-Type", "application/json");
        call.sendResponseHeaders(status, body.length);
        try (OutputStream out = call.getResponseBody()) {
            out.write(body);
        }
    }

    private void untilOver() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
