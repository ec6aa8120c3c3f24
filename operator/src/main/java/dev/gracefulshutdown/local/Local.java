package dev.gracefulshutdown.local;

import dev.gracefulshutdown.api.History;
import dev.gracefulshutdown.api.Shutdown;
import dev.gracefulshutdown.api.file.Problem;
import dev.gracefulshutdown.host.Host;
import dev.gracefulshutdown.keeper.Audience;
import dev.gracefulshutdown.keeper.Keeper;
import dev.gracefulshutdown.keeper.Line;
import dev.gracefulshutdown.keeper.News;
import dev.gracefulshutdown.runtime.docker.DockerEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Policies from files on the containers of one engine. */
public final class Local implements AutoCloseable {
    private final Path place;
    private final FileSource policies;
    private final Keeper keeper;
    private @Nullable FileWatch watch;

    private Local(Path place, Path stateFolder, Host host, Consumer<Line> listener) throws IOException {
        this.place = place;
        News news = new News(listener);
        policies = new FileSource(place, host.docker().capabilities().hostName(), news);
        RecordsFile records = new RecordsFile(stateFolder, this::history);
        keeper = new Keeper(
                host,
                new Keeper.Parts(Optional.empty(), policies, new NotesFile(stateFolder), records, news, Audience.NONE));
    }

    /**
     * Connects to the engine, and does nothing yet.
     *
     * @param place a file or a folder
     * @param stateFolder what must outlive us; of one process at a time
     * @param listener told of everything, one line after another
     * @throws dev.gracefulshutdown.runtime.docker.DockerException when no engine answers there
     * @throws IOException when the state folder can't be used, or another process uses it
     */
    public static Local open(DockerEndpoint endpoint, Path place, Path stateFolder, Consumer<Line> listener)
            throws IOException {
        Host host = Host.open("graceful local", endpoint, Optional.of(stateFolder));
        try {
            return new Local(place, stateFolder, host, listener);
        } catch (IOException | RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private History history(String policy) {
        return keeper.policies().stream()
                .filter(p -> p.name().equals(policy))
                .findFirst()
                .map(p -> p.spec().history())
                .orElse(History.DEFAULTS);
    }

    /**
     * Does once what the policies say, and waits until it is done.
     *
     * @return what was shut down
     * @throws IOException when what is begun can't be noted: then nothing is
     */
    public List<Shutdown> once() throws IOException {
        return keeper.once();
    }

    /** Something did not come out as asked, or waits for people. */
    public boolean anyFailed() {
        return keeper.anyFailed();
    }

    /**
     * Keeps doing what the policies say, on threads of its own.
     *
     * @return what is wrong in the files; the good ones are in force all the same
     * @throws IOException when the folder of the policies can't be watched
     */
    public List<Problem> start() throws IOException {
        // Before the first look: what changes during it makes another one.
        watch = new FileWatch(place, keeper::poke);
        keeper.start();
        return policies.problems();
    }

    /**
     * Begins nothing more, and waits for what runs.
     *
     * @param most at the most: what is unfinished then goes on at the next start
     * @return whether nothing is left
     */
    public boolean finish(Duration most) {
        stopWatching();
        return keeper.finish(most);
    }

    private void stopWatching() {
        FileWatch open = watch;
        if (open != null) {
            open.close();
            watch = null;
        }
    }

    /** Sends nothing more; what is unfinished is noted. */
    @Override
    public void close() {
        stopWatching();
        keeper.close();
    }
}
