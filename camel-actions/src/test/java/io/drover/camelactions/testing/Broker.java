package io.drover.camelactions.testing;

import io.drover.testkit.net.FreePort;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** One Artemis broker for all tests; it speaks AMQP and MQTT on one port and keeps everything in memory. It ends with the process. */
public final class Broker {
    private static final Broker SHARED = new Broker();

    private final int port = FreePort.choose();

    private Broker() {
        try {
            new EmbeddedActiveMQ()
                    .setConfiguration(new ConfigurationImpl()
                            .setSecurityEnabled(false)
                            .setPersistenceEnabled(false)
                            .setMaxDiskUsage(-1)
                            .addAcceptorConfiguration("all", url("tcp") + "?protocols=AMQP,MQTT"))
                    .start();
        } catch (Exception e) {
            // as Artemis declares it
            throw new IllegalStateException(e);
        }
    }

    public static Broker shared() {
        return SHARED;
    }

    /** {@return an address such as {@code tcp://127.0.0.1:1234}} */
    public String url(String scheme) {
        return scheme + "://127.0.0.1:" + port;
    }
}
