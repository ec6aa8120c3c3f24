package dev.gracefulshutdown.runtime.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An array of {@code struct epoll_event}: a mask and 8 bytes of the caller's own. It is packed on x86-64 (12 bytes, data
 * at 4) and aligned elsewhere (16 bytes, data at 8): {@code EPOLL_PACKED} in the kernel's eventpoll.h.
 */
final class EpollEvents {
    static final int IN = 0x1;
    static final int ONESHOT = 1 << 30;

    private final long size;
    private final long dataAt;
    private final MemorySegment memory;

    EpollEvents(Arena arena, int count) {
        this(arena, count, Architecture.ofThisMachine());
    }

    EpollEvents(Arena arena, int count, Architecture architecture) {
        boolean packed = architecture == Architecture.X86_64;
        size = packed ? 12 : 16;
        dataAt = packed ? 4 : 8;
        memory = arena.allocate(size * count, 8);
    }

    EpollEvents set(int index, int mask, long data) {
        memory.set(ValueLayout.JAVA_INT, index * size, mask);
        memory.set(ValueLayout.JAVA_LONG_UNALIGNED, index * size + dataAt, data);
        return this;
    }

    long data(int index) {
        return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, index * size + dataAt);
    }

    MemorySegment memory() {
        return memory;
    }
}
