package dev.gracefulshutdown.cli.kit;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * SIGTERM and SIGINT as calls. A shutdown hook would hear the first one only, and could not choose the exit code. The JDK's own
 * class for it ({@code sun.misc.Signal}, module jdk.unsupported) is reached by reflection: javac warns of its name, and can't
 * be told not to.
 */
public final class Interrupts {
    private Interrupts() {}

    /**
     * Listens, from now on.
     *
     * @param nth told the how maniest it is, counted from 1, on a thread of the JVM
     */
    public static void listen(IntConsumer nth) {
        AtomicInteger count = new AtomicInteger();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        if (method.getName().equals("handle")) {
                            nth.accept(count.incrementAndGet());
                        }
                        return null;
                    });
            for (String name : new String[] {"TERM", "INT"}) {
                var _ = signal.getMethod("handle", signal, handler)
                        .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK lacks jdk.unsupported", e);
        }
    }
}
