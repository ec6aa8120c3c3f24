package dev.gracefulshutdown.runtime.linux;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to the kernel, for machines other than this one too. */
class ArchitectureNumbersTest {
    private static final Map<String, ToIntFunction<SystemCalls>> CALLS = Map.ofEntries(
            entry("read", SystemCalls::read),
            entry("write", SystemCalls::write),
            entry("close", SystemCalls::close),
            entry("ioctl", SystemCalls::ioctl),
            entry("socket", SystemCalls::socket),
            entry("clock_gettime", SystemCalls::clockGettime),
            entry("eventfd2", SystemCalls::eventfd),
            entry("epoll_create1", SystemCalls::epollCreate),
            entry("epoll_ctl", SystemCalls::epollControl),
            entry("epoll_pwait", SystemCalls::epollWait),
            entry("pidfd_send_signal", SystemCalls::pidfdSendSignal),
            entry("pidfd_open", SystemCalls::pidfdOpen),
            entry("rt_sigtimedwait", SystemCalls::awaitSignal));

    /** From the kernel's syscall_64.tbl and asm-generic/unistd.h. */
    @ParameterizedTest
    @CsvSource({
        "read,              0,   63",
        "write,             1,   64",
        "close,             3,   57",
        "ioctl,             16,  29",
        "socket,            41,  198",
        "clock_gettime,     228, 113",
        "eventfd2,          290, 19",
        "epoll_create1,     291, 20",
        "epoll_ctl,         233, 21",
        "epoll_pwait,       281, 22",
        "pidfd_send_signal, 424, 424",
        "pidfd_open,        434, 434",
        "rt_sigtimedwait,   128, 137",
    })
    void aCallHasTheNumberOfTheKernelsTables(String call, int x86, int generic) {
        ToIntFunction<SystemCalls> number = requireNonNull(CALLS.get(call));
        assertThat(number.applyAsInt(SystemCalls.of(Architecture.X86_64))).isEqualTo(x86);
        assertThat(number.applyAsInt(SystemCalls.of(Architecture.GENERIC))).isEqualTo(generic);
    }

    @ParameterizedTest
    @MethodSource("headers")
    void everyCallHasTheNumberOfTheHeaderThatIsInstalledHere(Architecture architecture, Path header)
            throws IOException {
        assumeTrue(Files.exists(header), header + " is not installed: apt-get install linux-libc-dev");
        assertThat(CALLS).hasSameSizeAs(SystemCalls.class.getRecordComponents());
        String text = Files.readString(header);
        CALLS.forEach((call, number) -> assertThat(text)
                .containsPattern("#define __NR(3264)?_" + call + "\\s+"
                        + number.applyAsInt(SystemCalls.of(architecture)) + "\\b"));
    }

    /** The generic one comes with the headers of every machine. */
    private static Stream<Arguments> headers() {
        Arguments generic = arguments(Architecture.GENERIC, Path.of("/usr/include/asm-generic/unistd.h"));
        return Architecture.ofThisMachine() == Architecture.X86_64
                ? Stream.of(
                        generic,
                        arguments(Architecture.X86_64, Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")))
                : Stream.of(generic);
    }

    @ParameterizedTest
    @CsvSource({
        "amd64,       X86_64",
        "x86_64,      X86_64",
        "aarch64,     GENERIC",
        "riscv64,     GENERIC",
        "loongarch64, GENERIC",
    })
    void aMachineIsKnownByJavasNameForIt(String name, Architecture architecture) {
        assertThat(Architecture.named(name)).isEqualTo(architecture);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ppc64le", "s390x", "i386", "arm", "mips64el", ""})
    void anyOtherIsRefusedAndNamed(String name) {
        assertThatThrownBy(() -> Architecture.named(name))
                .isInstanceOf(UnsupportedMachineException.class)
                .hasMessage("no signals can be sent on " + name
                        + ": the kernel's calls are known for x86-64, arm64, riscv64 and loongarch64");
    }

    /** {@code struct epoll_event}: 12 bytes with the data at 4 on x86-64, 16 with the data at 8 elsewhere. */
    @ParameterizedTest
    @CsvSource({"X86_64, 12, 4", "GENERIC, 16, 8"})
    void eventsLieAsTheKernelLaysThem(Architecture architecture, long size, long dataAt) {
        try (Arena arena = Arena.ofConfined()) {
            EpollEvents events = new EpollEvents(arena, 3, architecture);
            for (int i = 0; i < 3; i++) {
                events.set(i, EpollEvents.IN | i << 8, 0x1122334455667700L + i);
            }
            MemorySegment memory = events.memory();
            assertThat(memory.byteSize()).isEqualTo(3 * size);
            for (int i = 0; i < 3; i++) {
                assertThat(memory.get(ValueLayout.JAVA_INT_UNALIGNED, i * size)).isEqualTo(EpollEvents.IN | i << 8);
                assertThat(memory.get(ValueLayout.JAVA_LONG_UNALIGNED, i * size + dataAt))
                        .isEqualTo(0x1122334455667700L + i);
                assertThat(events.data(i)).isEqualTo(0x1122334455667700L + i);
            }
        }
    }
}
