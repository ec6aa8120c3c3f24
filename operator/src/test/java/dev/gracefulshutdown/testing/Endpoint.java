package dev.gracefulshutdown.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;

/** Where a server listens; whether one does. */
record Endpoint(URI address) {
    private static final int PATIENCE_MILLIS = 3000;

    static Endpoint of(String address) {
        return new Endpoint(URI.create(address));
    }

    boolean answers() {
        try {
            if ("unix".equals(address.getScheme())) {
                SocketChannel.open(UnixDomainSocketAddress.of(address.getPath()))
                        .close();
            } else {
                int port = address.getPort() == -1 ? 443 : address.getPort();
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(address.getHost(), port), PATIENCE_MILLIS);
                }
            }
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
