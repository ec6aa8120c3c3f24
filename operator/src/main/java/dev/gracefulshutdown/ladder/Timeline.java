package dev.gracefulshutdown.ladder;

import dev.gracefulshutdown.ladder.StepRecord.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was done, in order. A step stands here before it is sent, and learns afterwards what became of it. */
final class Timeline {
    private final List<StepRecord> records;
    private int sending = -1;

    Timeline(List<StepRecord> before) {
        records = new ArrayList<>(before);
    }

    void add(StepRecord record) {
        records.add(record);
    }

    /** A step that is about to be sent. */
    void begin(StepRecord record) {
        sending = records.size();
        records.add(record);
    }

    boolean isSending() {
        return sending >= 0;
    }

    /** What became of the step that was about to be sent, and when. */
    void settle(Duration at, Result delivery) {
        records.set(sending, records.get(sending).sent(at, delivery));
        sending = -1;
    }

    /** Of the step that is about to be sent. */
    Hearing hearing() {
        return records.get(sending).hearing();
    }

    /** As a successor of ours must take it: what was perhaps sent is assumed to be. */
    List<StepRecord> presumed() {
        List<StepRecord> all = new ArrayList<>(records);
        if (sending >= 0 && all.get(sending).hearing() != Hearing.DEAF) {
            all.set(sending, all.get(sending).sent(all.get(sending).at(), Result.ASSUMED));
        }
        return all;
    }

    /** Without a step that is just being sent: what becomes of it is not known yet. */
    List<StepRecord> records() {
        List<StepRecord> settled = new ArrayList<>(records);
        if (sending >= 0) {
            settled.remove(sending);
        }
        return List.copyOf(settled);
    }
}
