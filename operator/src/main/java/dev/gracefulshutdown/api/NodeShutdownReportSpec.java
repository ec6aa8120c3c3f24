package dev.gracefulshutdown.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gracefulshutdown.ladder.Hearing;
import dev.gracefulshutdown.ladder.Signal;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent read on its node. Bounded, so that the largest one stays well below what etcd takes (1.5 MiB): that is why
 * its list is atomic, too, for the API server would keep a line on each entry of a map.
 *
 * @param changedAt When anything in here changed last.
 * @param summary How many containers hear.
 * @param containers The containers, those that nobody hears in first; what does not fit is left out and counted in
 *     summary.omitted.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeShutdownReportSpec(
        @TimeText @Required Instant changedAt,
        @Required Summary summary,

        @Size(max = NodeShutdownReportSpec.MAX_CONTAINERS) @Nullable
        List<Container> containers) {

    /** How many containers have room. */
    public static final int MAX_CONTAINERS = 500;

    public NodeShutdownReportSpec {
        containers = containers == null ? null : List.copyOf(containers);
    }

    /** The containers; empty when there is no list. */
    public List<Container> listed() {
        return containers == null ? List.of() : containers;
    }

    /**
     * How many containers hear, of all that run on the node.
     *
     * @param containers How many run.
     * @param heard In how many the stop signal has an effect: Catches, Queues, Forwards or Ends.
     * @param unheard In how many it has none: Deaf.
     * @param unknown How many can't be read.
     * @param omitted How many of these are not listed, for want of room.
     */
    public record Summary(int containers, int heard, int unheard, int unknown, int omitted) {}

    /**
     * Who hears in one container.
     *
     * @param namespace The pod's namespace.
     * @param pod The pod's name.
     * @param podUid The pod's uid.
     * @param name The container's name.
     * @param program The main process's program, for example sh.
     * @param signal The signal that a stop would begin with, for example SIGTERM.
     * @param hearing What the main process would do with it: Catches, Queues, Forwards, Ends, Deaf or Unknown.
     * @param verdict What a plain stop would come to, in one word for machines, for example Wrapped: the main process does not
     *     hear, and a child of it would.
     * @param evidence What shows it, in words, for example: PID 1 without a handler.
     * @param advice What to do about it, in one word for machines, for example JsonForm. Not set where nothing is to be done.
     * @param since Since when it is so.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Container(
            @Required @Size(min = 1, max = 63) String namespace,
            @Required @Size(min = 1, max = 253) String pod,
            @Required @Size(min = 1, max = 63) String podUid,
            @Required @Size(min = 1, max = 63) String name,
            @Size(max = 63) @Nullable String program,
            @SignalName @Required Signal signal,
            @PascalCase @Required Hearing hearing,
            @Size(max = 32) @Nullable String verdict,
            @Size(max = 256) @Nullable String evidence,
            @Size(max = 32) @Nullable String advice,
            @TimeText @Nullable Instant since) {}
}
