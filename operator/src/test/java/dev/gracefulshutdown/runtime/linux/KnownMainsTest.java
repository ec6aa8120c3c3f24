package dev.gracefulshutdown.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gracefulshutdown.ladder.ProcessKey;
import org.junit.jupiter.api.Test;

class KnownMainsTest {
    @Test
    void theNewestMainOfAContainerIsKnown() {
        KnownMains mains = new KnownMains();
        mains.remember("a", new ProcessKey(7, 100));
        mains.remember("a", new ProcessKey(8, 200));

        assertThat(mains.of("a")).contains(new ProcessKey(8, 200));
        assertThat(mains.of("b")).isEmpty();
    }

    @Test
    void theMemoryHasAnEnd() {
        KnownMains mains = new KnownMains();
        for (int i = 0; i < 2000; i++) {
            mains.remember("container-" + i, new ProcessKey(i + 2, 1));
        }

        assertThat(mains.of("container-0")).isEmpty();
        assertThat(mains.of("container-1999")).isPresent();
    }
}
