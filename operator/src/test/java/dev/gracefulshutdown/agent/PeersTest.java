package dev.gracefulshutdown.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    private Path proc = Path.of("/");

    @BeforeEach
    void folder() throws IOException {
        Files.createDirectories(proc.resolve("net"));
    }

    @Test
    void rootsOwnEndOfTheConnectionLetsItIn() throws IOException {
        write("tcp", line("0100007F:D431", "0100007F:24FF", 0));
        assertThat(isRoot()).isTrue();
    }

    @Test
    void anotherUsersEndDoesNot() throws IOException {
        write("tcp", line("0100007F:D431", "0100007F:24FF", 65534));
        assertThat(isRoot()).isFalse();
    }

    @Test
    void ourOwnEndIsNotTheirs() throws IOException {
        write("tcp", line("0100007F:24FF", "0100007F:D431", 0));
        assertThat(isRoot()).isFalse();
    }

    @Test
    void whatIsClosedAlreadyIsNobodysThoughTheTableCallsItRoots() throws IOException {
        String open = line("0100007F:D431", "0100007F:24FF", 0);
        write("tcp", open.replace(" 01 ", " 05 "));
        assertThat(isRoot()).isFalse();
        write("tcp", open.replace(" 12345 ", " 0 "));
        assertThat(isRoot()).isFalse();
    }

    @Test
    void aConnectionByIpv6IsFoundToo() throws IOException {
        write("tcp6", line("0000000000000000FFFF00000100007F:D431", "0000000000000000FFFF00000100007F:24FF", 0));
        assertThat(isRoot()).isTrue();
    }

    @Test
    void whoCanNotBeToldIsNobody() {
        assertThat(isRoot()).isFalse();
    }

    private boolean isRoot() {
        return new Peers(proc)
                .isRoot(new InetSocketAddress("127.0.0.1", 0xD431), new InetSocketAddress("127.0.0.1", 0x24FF));
    }

    private void write(String table, String line) throws IOException {
        Files.writeString(proc.resolve("net").resolve(table), HEAD + line);
    }

    private static String line(String local, String remote, int uid) {
        return "   0: " + local + " " + remote + " 01 00000000:00000000 00:00000000 00000000 " + uid
                + "        0 12345 1\n";
    }
}
