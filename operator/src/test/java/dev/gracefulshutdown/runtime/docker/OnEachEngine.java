package dev.gracefulshutdown.runtime.docker;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs on every engine that there is. */
@Tag("docker")
@ParameterizedClass
@MethodSource("dev.gracefulshutdown.runtime.docker.TestEngine#all")
abstract class OnEachEngine {
    final TestEngine engine;
    final DockerStage stage;

    OnEachEngine(TestEngine engine) {
        this.engine = engine;
        this.stage = new DockerStage(engine);
    }

    @AfterEach
    void removeAll() {
        stage.close();
    }
}
