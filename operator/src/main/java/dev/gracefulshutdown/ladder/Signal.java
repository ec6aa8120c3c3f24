package dev.gracefulshutdown.ladder;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A Linux signal by its number, 1 to 64; numbers and names as on x86-64 and arm64
 * (<a href="https://man7.org/linux/man-pages/man7/signal.7.html">signal(7)</a>).
 *
 * @param number the kernel's number
 */
public record Signal(int number) implements Comparable<Signal> {
    /** glibc's first real-time signal: the kernel's 32 and 33 belong to its threads. */
    private static final int RTMIN = 34;

    private static final int RTMAX = 64;

    private static final List<String> NAMES = List.of(
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
            "PROF", "WINCH", "IO", "PWR", "SYS");

    public static final Signal HUP = new Signal(1);
    public static final Signal INT = new Signal(2);
    public static final Signal QUIT = new Signal(3);
    public static final Signal ABRT = new Signal(6);
    public static final Signal KILL = new Signal(9);
    public static final Signal USR1 = new Signal(10);
    public static final Signal USR2 = new Signal(12);
    public static final Signal TERM = new Signal(15);
    public static final Signal CONT = new Signal(18);
    public static final Signal STOP = new Signal(19);
    public static final Signal WINCH = new Signal(28);

    /** @throws IllegalArgumentException outside 1 to 64: 0 is no signal, it asks the kernel a question */
    public Signal {
        if (number < 1 || number > RTMAX) {
            throw new IllegalArgumentException("no signal has the number " + number);
        }
    }

    /**
     * Reads {@code SIGTERM}, {@code TERM}, {@code 15}, {@code RTMIN+3} and {@code SIGRTMAX-1}, in any case, as the Docker
     * CLI does.
     *
     * @return empty when there is no such signal
     */
    public static Optional<Signal> parse(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
        if (name.matches("\\d{1,3}")) {
            return valid(Integer.parseInt(name));
        }
        String bare = name.startsWith("SIG") ? name.substring(3) : name;
        if (bare.matches("RTMIN(\\+\\d{1,2})?")) {
            return realTime(RTMIN + offset(bare));
        }
        if (bare.matches("RTMAX(-\\d{1,2})?")) {
            return realTime(RTMAX - offset(bare));
        }
        String usual = switch (bare) {
            case "IOT" -> "ABRT";
            case "CLD" -> "CHLD";
            case "POLL" -> "IO";
            default -> bare;
        };
        int index = usual.isEmpty() ? -1 : NAMES.indexOf(usual);
        return index < 1 ? Optional.empty() : Optional.of(new Signal(index));
    }

    /** Every signal that {@link #parse} can give. */
    public static List<Signal> all() {
        return IntStream.rangeClosed(1, RTMAX)
                .filter(n -> n < NAMES.size() || n >= RTMIN)
                .mapToObj(Signal::new)
                .toList();
    }

    private static int offset(String name) {
        return name.length() == 5 ? 0 : Integer.parseInt(name.substring(6));
    }

    private static Optional<Signal> realTime(int number) {
        return number < RTMIN ? Optional.empty() : valid(number);
    }

    private static Optional<Signal> valid(int number) {
        boolean ours = number >= 1 && number <= RTMAX && (number < NAMES.size() || number >= RTMIN);
        return ours ? Optional.of(new Signal(number)) : Optional.empty();
    }

    /** With its prefix, as Docker and Kubernetes print it: {@code SIGTERM}, {@code SIGRTMIN+3}. */
    public String fullName() {
        return "SIG" + shortName();
    }

    /** Without the prefix, as shells print it: {@code TERM}. */
    public String shortName() {
        if (number < NAMES.size()) {
            return NAMES.get(number);
        }
        if (number < RTMIN) {
            return Integer.toString(number);
        }
        return number == RTMIN ? "RTMIN" : number == RTMAX ? "RTMAX" : "RTMIN+" + (number - RTMIN);
    }

    /** SIGKILL and SIGSTOP: no process can catch, block or ignore them (signal(7)). */
    public boolean isIrresistible() {
        return equals(KILL) || equals(STOP);
    }

    @Override
    public int compareTo(Signal other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return fullName();
    }
}
