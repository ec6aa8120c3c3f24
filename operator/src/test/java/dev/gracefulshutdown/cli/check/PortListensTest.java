package dev.gracefulshutdown.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PortListensTest {
    private static final String TABLE = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 10 1
               1: 0100007F:1F90 0100007F:0050 01 00000000:00000000 00:00000000 00000000     0        0 11 1
            """;

    @Test
    void onlyAListeningPortCounts() {
        assertThat(new PortListens(80).isIn(TABLE)).isTrue();
        assertThat(new PortListens(8080).isIn(TABLE)).isFalse();
        assertThat(new PortListens(0x5000).isIn(TABLE)).isFalse();
        assertThat(new PortListens(80).isIn("")).isFalse();
    }
}
