package dev.gracefulshutdown.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** In this JVM as in every one of ours. */
class NoReverseLookupsTest {
    @Test
    void nobodyWaitsForTheNameOfAnAddress() throws IOException {
        // The one address that every machine has a name for, without a DNS.
        assertThat(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}).getHostName())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void namesHaveAddresses() throws IOException {
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    }
}
