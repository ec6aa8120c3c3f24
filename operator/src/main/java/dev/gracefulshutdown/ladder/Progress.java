package dev.gracefulshutdown.ladder;

import java.util.List;

/**
 * How far a run has come, as its journal tells after a crash (rule 12).
 *
 * @param stepsBegun steps whose sending was begun: they are not sent again; for a Kill its one signal counts as a step
 * @param pulledForwardNanos by how much Skip has moved what is left
 * @param heard whether a step reached, or perhaps reached, somebody who hears
 * @param killBegun whether SIGKILL was begun: it is sent again
 * @param timeline what was recorded
 */
public record Progress(
        int stepsBegun, long pulledForwardNanos, boolean heard, boolean killBegun, List<StepRecord> timeline) {
    /** Nothing was done yet. */
    public static final Progress NONE = new Progress(0, 0, false, false, List.of());

    public Progress {
        timeline = List.copyOf(timeline);
    }
}
