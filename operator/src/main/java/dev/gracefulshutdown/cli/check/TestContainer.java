package dev.gracefulshutdown.cli.check;

import dev.gracefulshutdown.cli.diagnose.Engine;
import dev.gracefulshutdown.cli.kit.Problem;
import dev.gracefulshutdown.host.ClaimedException;
import dev.gracefulshutdown.host.Claims;
import dev.gracefulshutdown.runtime.docker.ContainerDetails;
import dev.gracefulshutdown.runtime.docker.NewContainer;
import dev.gracefulshutdown.runtime.docker.Workbench;

/**
 * A container of the image under test, removed at the end whatever happens, Ctrl-C included. It is claimed before it runs: a
 * policy that holds for containers of its labels must not take part in its test.
 */
final class TestContainer implements AutoCloseable {
    private static final int LAST_WORDS = 5;

    private final Engine engine;
    private final Workbench workbench;
    private final String id;
    private final Claims claims;
    private final Thread hook;

    private TestContainer(Engine engine, String id) {
        this.engine = engine;
        this.workbench = engine.host().workbench();
        this.id = id;
        this.claims = Claims.ofThisMachine("graceful check", engine.host().endpoint());
        this.hook = new Thread(() -> workbench.remove(id), "remove");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Makes and starts one.
     *
     * @throws Problem when the engine does not have the image: it is not pulled, for a pipeline has just built it
     */
    static TestContainer start(Engine engine, NewContainer wanted) {
        if (engine.host().workbench().image(wanted.image()).isEmpty()) {
            throw Problem.invalid(
                    "image " + wanted.image(),
                    "the engine at " + engine.host().endpoint() + " has none of this name",
                    "docker build -t " + wanted.image() + " . or docker pull " + wanted.image());
        }
        TestContainer container =
                new TestContainer(engine, engine.host().workbench().create(wanted));
        try {
            container.claim();
            engine.host().start(container.id);
            return container;
        } catch (RuntimeException e) {
            container.close();
            throw e;
        }
    }

    private void claim() {
        try {
            // Until its end.
            var _ = claims.take(engine.host().capabilities().engineId(), details());
        } catch (ClaimedException e) {
            throw new IllegalStateException("it was made a moment ago", e);
        }
    }

    String id() {
        return id;
    }

    ContainerDetails details() {
        return engine.host().inspect(id);
    }

    /** What a command in it wrote succeeds. */
    boolean runs(java.util.List<String> command) {
        return workbench.exec(id, command).isPresent();
    }

    java.util.Optional<String> output(java.util.List<String> command) {
        return workbench.exec(id, command);
    }

    /** The end of its log, for people. */
    String lastWords() {
        return workbench.log(id, LAST_WORDS).strip();
    }

    @Override
    public void close() {
        workbench.remove(id);
        claims.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // We are shutting down, and the hook finds nothing left to remove.
        }
    }
}
