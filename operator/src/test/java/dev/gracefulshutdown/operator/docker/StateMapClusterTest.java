package dev.gracefulshutdown.operator.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What outlives the operator, on a real API server. */
@Tag("cluster")
class StateMapClusterTest {
    private static final String NAMESPACE = "e2e-state-"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    private static KubernetesClient client;

    private final AtomicInteger lost = new AtomicInteger();

    @BeforeAll
    static void open() {
        client = new KubernetesClientBuilder().build();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    static void close() {
        client.namespaces().withName(NAMESPACE).delete();
        client.close();
    }

    private StateMap take(String host, String holder) throws IOException {
        return StateMap.take(client, NAMESPACE, host, holder, lost::incrementAndGet);
    }

    private static Resource<ConfigMap> map(String host) {
        return client.configMaps().inNamespace(NAMESPACE).withName("graceful-docker-" + host);
    }

    @Test
    void theNextOneFindsWhatTheLastOneKept() throws IOException {
        StateMap first = take("a", "one");
        assertThat(first.get("key")).isEmpty();
        first.put("key", "1");
        first.put("key", "2");
        first.put("other", "3");

        StateMap second = take("a", "two");
        assertThat(second.get("key")).isEqualTo("2");
        assertThat(second.get("other")).isEqualTo("3");
    }

    @Test
    void whoeverWasOvertakenWritesNothingAndIsToldSo() throws IOException {
        StateMap first = take("b", "one");
        first.put("key", "1");
        StateMap second = take("b", "two");

        assertThatThrownBy(() -> first.put("key", "late"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("held by two");
        assertThat(lost).hasValue(1);
        second.put("more", "2");
        assertThat(map("b").get().getData()).containsEntry("key", "1").containsEntry("more", "2");
        assertThat(lost).hasValue(1);
    }

    @Test
    void whatPeopleChangeAboutItLosesNothing() throws IOException {
        StateMap state = take("c", "one");
        state.put("key", "1");
        map("c").edit(it -> new ConfigMapBuilder(it)
                .editMetadata()
                .addToLabels("team", "shop")
                .endMetadata()
                .build());
        state.put("key", "2");
        assertThat(map("c").get().getData()).containsEntry("key", "2");
        assertThat(map("c").get().getMetadata().getLabels()).containsEntry("team", "shop");

        map("c").delete();
        state.put("other", "3");
        assertThat(map("c").get().getData()).containsEntry("key", "2").containsEntry("other", "3");
        assertThat(lost).hasValue(0);
    }
}
