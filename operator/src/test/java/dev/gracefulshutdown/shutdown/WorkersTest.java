package dev.gracefulshutdown.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Workers workers = new Workers(timer);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final List<Integer> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        answered.countDown();
        workers.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void whileAllWaitForSomebodyOthersTakeWhatIsLeft() {
        int few = workers.getCorePoolSize();
        IntStream.range(0, few).forEach(i -> workers.execute(this::waitForAnAnswer));
        workers.execute(() -> done.add(1));

        await().until(() -> done.equals(List.of(1)));

        answered.countDown();
        workers.execute(() -> done.add(2));
        await().until(() -> done.equals(List.of(1, 2)));
    }

    @Test
    void theyBecomeFewAgain() {
        int few = workers.getCorePoolSize();
        IntStream.range(0, few + 1).forEach(i -> workers.execute(this::waitForAnAnswer));
        await().until(() -> workers.getPoolSize() > few);

        answered.countDown();
        await().until(() -> workers.getPoolSize() == few);
    }

    @Test
    void withoutATimerNobodyWaitsForThoseWhoStandStill() {
        timer.shutdownNow();
        IntStream.range(0, workers.getCorePoolSize()).forEach(i -> workers.execute(this::waitForAnAnswer));
        workers.execute(() -> done.add(1));

        await().until(() -> done.equals(List.of(1)));
    }

    @Test
    void heldBackTheyTakeNothing() {
        workers.hold();
        workers.hold();
        IntStream.range(0, 100).forEach(i -> workers.execute(() -> done.add(i)));
        workers.release();
        assertThat(done).isEmpty();

        workers.release();
        await().until(() -> done.size() == 100);
        assertThat(done)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).boxed().toList());
    }

    private void waitForAnAnswer() {
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
