package dev.gracefulshutdown.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On real connections. */
class SocketOwnerTest {
    private ServerSocket server;
    private Socket peer;
    private Socket ours;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        peer = new Socket(server.getInetAddress(), server.getLocalPort());
        ours = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        ours.close();
        server.close();
    }

    @Test
    void itIsWhoeverOpenedTheConnection() {
        assertThat(SocketOwner.of(address(ours.getRemoteSocketAddress()), address(ours.getLocalSocketAddress())))
                .hasValue((int) new UnixSystem().getUid());
    }

    @Test
    void aClosedEndIsNobodysThoughTheKernelCallsItRoots() throws IOException {
        InetSocketAddress from = address(ours.getRemoteSocketAddress());
        peer.close();
        assertThat(ours.getInputStream().read()).isEqualTo(-1);
        assertThat(SocketOwner.of(from, address(ours.getLocalSocketAddress()))).isEmpty();
    }

    @Test
    void aConnectionThatThereIsNotIsNobodys() {
        assertThat(SocketOwner.of(address(ours.getRemoteSocketAddress()), new InetSocketAddress("127.0.0.1", 1)))
                .isEmpty();
        assertThat(SocketOwner.of(new InetSocketAddress("::1", 1), new InetSocketAddress("::1", 2)))
                .isEmpty();
    }

    private static InetSocketAddress address(java.net.SocketAddress address) {
        return (InetSocketAddress) address;
    }
}
