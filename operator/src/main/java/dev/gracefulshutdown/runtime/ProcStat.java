package dev.gracefulshutdown.runtime;

/**
 * What we need of {@code /proc/PID/stat} or {@code /proc/PID/task/TID/stat}
 * (<a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>).
 *
 * @param threads those that have not been reaped, the main thread included even when it has ended
 * @param startTicks clock ticks between boot and the start of the process
 */
public record ProcStat(char state, int parentPid, int threads, long startTicks) {
    /** {@code num_threads} is the 20th field, {@code starttime} the 22nd; the third comes after the name's last bracket. */
    private static final int THREADS_AFTER_NAME = 17;

    private static final int START_AFTER_NAME = 19;

    /** Reads the file's text. */
    public static ProcStat parse(String file) {
        String[] fields = file.substring(file.lastIndexOf(')') + 2).split(" ", -1);
        return new ProcStat(
                fields[0].charAt(0),
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[THREADS_AFTER_NAME]),
                Long.parseLong(fields[START_AFTER_NAME]));
    }

    /** Not so while other threads go on after the main thread's end, though its state says Z from then on. */
    public boolean hasEnded() {
        return (state == 'Z' && threads <= 1) || state == 'X';
    }
}
