package dev.gracefulshutdown.runtime.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * Whose a TCP socket of this network namespace is: asked of the kernel for that very socket
 * (<a href="https://man7.org/linux/man-pages/man7/sock_diag.7.html">sock_diag(7)</a>), which {@code /proc/net/tcp} tells only
 * with all others of the machine, in milliseconds.
 */
public final class SocketOwner {
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short NLM_F_REQUEST = 1;
    private static final byte AF_INET = 2;
    private static final byte IPPROTO_TCP = 6;
    private static final byte ESTABLISHED = 1;
    private static final int ANY_COOKIE = -1;

    /** {@code struct nlmsghdr}, which both messages begin with. */
    private static final long HEADER = 16;

    private static final long TYPE_AT = 4;
    private static final long FLAGS_AT = 6;

    /** {@code struct inet_diag_req_v2} behind it, and in that {@code struct inet_diag_sockid}. */
    private static final long REQUEST = HEADER + 56;

    private static final long PROTOCOL_AT = HEADER + 1;
    private static final long STATES_AT = HEADER + 4;
    private static final long LOCAL_PORT_AT = HEADER + 8;
    private static final long REMOTE_PORT_AT = HEADER + 10;
    private static final long LOCAL_ADDRESS_AT = HEADER + 12;
    private static final long REMOTE_ADDRESS_AT = HEADER + 28;
    private static final long COOKIE_AT = HEADER + 48;

    /** {@code struct inet_diag_msg} behind it. */
    private static final long ANSWER = HEADER + 72;

    private static final long STATE_AT = HEADER + 1;
    private static final long UID_AT = HEADER + 64;
    private static final long INODE_AT = HEADER + 68;

    private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketOwner() {}

    /**
     * The owner of an IPv4 connection's end.
     *
     * @param local the address of that end
     * @param remote the address of the other end
     * @return a user id; empty when there is no such connection, when that end is closed (the kernel calls root the owner of
     *     what nobody owns any more), and where the kernel can't be asked
     */
    public static OptionalInt of(InetSocketAddress local, InetSocketAddress remote) {
        if (!(local.getAddress() instanceof Inet4Address && remote.getAddress() instanceof Inet4Address)) {
            return OptionalInt.empty();
        }
        int socket = Libc.netlink(NETLINK_SOCK_DIAG);
        if (socket < 0) {
            return OptionalInt.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ANSWER, Integer.BYTES);
            return Libc.write(socket, question(arena, local, remote)) == REQUEST && Libc.read(socket, answer) == ANSWER
                    ? owner(answer)
                    : OptionalInt.empty();
        } finally {
            Libc.close(socket);
        }
    }

    private static MemorySegment question(Arena arena, InetSocketAddress local, InetSocketAddress remote) {
        MemorySegment question = arena.allocate(REQUEST, Integer.BYTES);
        question.set(JAVA_INT, 0, (int) REQUEST);
        question.set(JAVA_SHORT, TYPE_AT, SOCK_DIAG_BY_FAMILY);
        question.set(JAVA_SHORT, FLAGS_AT, NLM_F_REQUEST);
        question.set(JAVA_BYTE, HEADER, AF_INET);
        question.set(JAVA_BYTE, PROTOCOL_AT, IPPROTO_TCP);
        question.set(JAVA_INT, STATES_AT, 1 << ESTABLISHED);
        question.set(PORT, LOCAL_PORT_AT, (short) local.getPort());
        question.set(PORT, REMOTE_PORT_AT, (short) remote.getPort());
        copy(local, question, LOCAL_ADDRESS_AT);
        copy(remote, question, REMOTE_ADDRESS_AT);
        question.set(JAVA_INT, COOKIE_AT, ANY_COOKIE);
        question.set(JAVA_INT, COOKIE_AT + Integer.BYTES, ANY_COOKIE);
        return question;
    }

    private static void copy(InetSocketAddress from, MemorySegment to, long at) {
        byte[] address = from.getAddress().getAddress();
        MemorySegment.copy(address, 0, to, JAVA_BYTE, at, address.length);
    }

    private static OptionalInt owner(MemorySegment answer) {
        boolean isOpen = answer.get(JAVA_SHORT, TYPE_AT) == SOCK_DIAG_BY_FAMILY
                && answer.get(JAVA_BYTE, STATE_AT) == ESTABLISHED
                && answer.get(JAVA_INT, INODE_AT) != 0;
        return isOpen ? OptionalInt.of(answer.get(JAVA_INT, UID_AT)) : OptionalInt.empty();
    }
}
