package dev.gracefulshutdown.handover;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandOverTest {
    @Test
    void aPathTellsTheHandleAndTheContainer() {
        assertThat(HandOver.parse(HandOver.path("abc123", "main"))).contains(new HandOver.Call("abc123", "main"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "/stop/", "/stop/abc", "/stop//main", "/stop/abc/", "/stop/abc/main/more", "/x/abc/main"
            })
    void anyOtherPathIsNobodys(String path) {
        assertThat(HandOver.parse(path)).isEmpty();
    }

    @Test
    void onlyACallOfTheNodesAgentIsOurHook() {
        Container ours = hook(HandOver.HOST, HandOver.path("abc", "main"));
        assertThat(HandOver.isPrepared(ours)).isTrue();
        assertThat(HandOver.hasOwnHook(ours)).isFalse();
        for (Container other :
                new Container[] {hook(HandOver.HOST, "/drain"), hook("10.0.0.1", HandOver.path("abc", "main"))}) {
            assertThat(HandOver.isPrepared(other)).isFalse();
            assertThat(HandOver.hasOwnHook(other)).isTrue();
        }
        Container none = new ContainerBuilder().withName("main").build();
        assertThat(HandOver.isPrepared(none)).isFalse();
        assertThat(HandOver.hasOwnHook(none)).isFalse();
    }

    @Test
    void thePodsOwnGraceIsTheOneBeforeItWasRaised() {
        assertThat(HandOver.grace(pod(30L, null))).isEqualTo(Duration.ofSeconds(30));
        assertThat(HandOver.grace(pod(95L, "30"))).isEqualTo(Duration.ofSeconds(30));
        assertThat(HandOver.grace(pod(95L, "nonsense"))).isEqualTo(Duration.ofSeconds(95));
        assertThat(HandOver.grace(pod(null, null))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void sidecarsEndAfterTheMainContainersTheLastOneFirst() {
        Pod pod = new PodBuilder()
                .withNewSpec()
                .addNewInitContainer()
                .withName("migrate")
                .endInitContainer()
                .addNewInitContainer()
                .withName("proxy")
                .withRestartPolicy("Always")
                .endInitContainer()
                .addNewInitContainer()
                .withName("logs")
                .withRestartPolicy("Always")
                .endInitContainer()
                .addNewContainer()
                .withName("main")
                .endContainer()
                .endSpec()
                .build();
        assertThat(PodContainers.all(pod).map(Container::getName)).containsExactly("main", "logs", "proxy");
    }

    private static Container hook(String host, String path) {
        return new ContainerBuilder()
                .withName("main")
                .withNewLifecycle()
                .withNewPreStop()
                .withNewHttpGet()
                .withHost(host)
                .withPort(new IntOrString(HandOver.DEFAULT_PORT))
                .withPath(path)
                .endHttpGet()
                .endPreStop()
                .endLifecycle()
                .build();
    }

    private static Pod pod(@Nullable Long grace, @Nullable String former) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName("p")
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(grace)
                .endSpec();
        if (former != null) {
            pod.editMetadata().addToAnnotations(HandOver.FORMER_GRACE, former).endMetadata();
        }
        return pod.build();
    }
}
