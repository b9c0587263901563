package io.drover.camelsensors.testing;

import io.drover.testkit.net.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** One Artemis broker for all tests; it speaks CORE, AMQP and MQTT on one port and keeps its messages over a restart. */
public final class Broker {
    private static final Broker SHARED = new Broker();

    private final Path folder;
    private final int port = FreePort.choose();
    private EmbeddedActiveMQ server;

    private Broker() {
        try {
            folder = Files.createTempDirectory("broker");
            server = running();
        } catch (Exception e) {
            // as Artemis declares it
            throw new IllegalStateException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    public static Broker shared() {
        return SHARED;
    }

    /** {@return an address such as {@code tcp://127.0.0.1:1234}} */
    public String url(String scheme) {
        return scheme + "://127.0.0.1:" + port;
    }

    public void stop() throws Exception {
        server.stop();
    }

    /** Starts it with what it had when it stopped. */
    public void start() throws Exception {
        server = running();
    }

    private EmbeddedActiveMQ running() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setMaxDiskUsage(-1)
                .addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1))
                .addAcceptorConfiguration("all", url("tcp") + "?protocols=CORE,AMQP,MQTT");
        EmbeddedActiveMQ fresh = new EmbeddedActiveMQ().setConfiguration(configuration);
        fresh.start();
        return fresh;
    }

    private void end() {
        try {
            server.stop();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (Exception e) {
            // as Artemis declares it
            throw new IllegalStateException(e);
        }
    }
}
