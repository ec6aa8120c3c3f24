package dev.gracefulshutdown.operator.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.operator.status.Finding;
import dev.gracefulshutdown.operator.status.Reason;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
class HandOverCheckTest {
    private static final Pod PREPARED = pod("a", "httpGet: {host: 127.0.0.1, port: 9471, path: /stop/handle/main}");
    private static final Pod OWN_HOOK = pod("b", "exec: {command: [sleep, '5']}");
    private static final Pod OLD = pod("c", "");

    @Test
    void aPreparedPodOnANodeWithAnAgentIsHandedOver() {
        assertThat(check(true, true, true, PREPARED).state()).isEqualTo(Finding.State.TRUE);
    }

    @Test
    void whatIsInTheWayIsNamedWithTheRemedy() {
        assertThat(check(true, true, false, PREPARED)).satisfies(it -> {
            assertThat(it.reason()).isEqualTo(Reason.AGENT_AWAY);
            assertThat(it.message()).contains("node1");
        });
        assertThat(check(true, true, true, PREPARED, OWN_HOOK)).satisfies(it -> {
            assertThat(it.reason()).isEqualTo(Reason.OWN_PRE_STOP_HOOK);
            assertThat(it.message()).contains("container main of pod b");
        });
        assertThat(check(true, true, true, OLD)).satisfies(it -> {
            assertThat(it.reason()).isEqualTo(Reason.PODS_PREDATE_POLICY);
            assertThat(it.message()).contains("roll out once");
        });
        assertThat(check(true, false, true, OLD).reason()).isEqualTo(Reason.POD_SECURITY);
        assertThat(check(false, true, true, OLD).reason()).isEqualTo(Reason.NO_ADMISSION);
    }

    @Test
    void withoutPodsThereIsNothingToSay() {
        assertThat(check(true, true, true).state()).isEqualTo(Finding.State.UNKNOWN);
    }

    private static Finding check(boolean admission, boolean hooks, boolean agent, Pod... pods) {
        return HandOverCheck.of(List.of(pods), admission, _ -> hooks, _ -> agent);
    }

    private static Pod pod(String name, String preStop) {
        String lifecycle = preStop.isEmpty() ? "" : ", lifecycle: {preStop: {" + preStop + "}}";
        return Serialization.unmarshal(
                "---\n{metadata: {name: " + name
                        + ", namespace: shop}, spec: {nodeName: node1, containers: [{name: main" + lifecycle + "}]}}",
                Pod.class);
    }
}
