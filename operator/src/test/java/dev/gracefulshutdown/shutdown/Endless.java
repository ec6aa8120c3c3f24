package dev.gracefulshutdown.shutdown;

import java.util.concurrent.CountDownLatch;

/** A Java program that does nothing for ever. */
public final class Endless {
    private Endless() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
