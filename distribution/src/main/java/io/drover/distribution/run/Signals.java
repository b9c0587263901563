package io.drover.distribution.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT: the first asks the daemon to stop, the second ends it at once. A shutdown hook could not tell them
 * apart, and Java would exit with 143 where systemd and people expect 0.
 */
public final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private final CountDownLatch asked = new CountDownLatch(1);

    /** Listens from now on. */
    public static Signals listen() {
        Signals signals = new Signals();
        List.of("TERM", "INT").forEach(signals::handle);
        return signals;
    }

    /** Waits until the daemon is asked to stop. */
    public void await() throws InterruptedException {
        asked.await();
    }

    private void arrived() {
        if (asked.getCount() == 0) {
            LOG.warn("Asked to stop a second time; ending at once. What was accepted is taken up at the next start.");
            Runtime.getRuntime().halt(1);
        }
        asked.countDown();
    }

    // by reflection: the compiler warns of this class, though every Java since 1.3 has it in the module jdk.unsupported
    private void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            arrived();
                        }
                        return null;
                    });
            Object unused = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            LOG.warn("SIG{} cannot be handled by this Java; stopping may lose the graceful part.", name, e);
        }
    }
}
