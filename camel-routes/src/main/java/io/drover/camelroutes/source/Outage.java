package io.drover.camelroutes.source;

import io.drover.camelroutes.value.DeepestCause;
import java.io.File;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Consumer;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.ScheduledPollConsumerHealthCheck;

/** That a consumer runs, but does not reach what it takes from: it goes on trying, and nothing comes. */
public final class Outage {
    private Outage() {}

    /** {@return what is wrong now; nothing where the source is reached, or where its component does not tell} */
    public static Optional<String> of(Consumer consumer) {
        if (consumer.getEndpoint() instanceof FileEndpoint files
                && !files.getFile().isDirectory()) {
            return Optional.of(noFolder(files.getFile()));
        }
        if (consumer instanceof ScheduledPollConsumer polling && polling.getErrorCounter() > 0) {
            Optional<Throwable> error =
                    new ScheduledPollConsumerHealthCheck(polling, "").call().getError();
            return Optional.of(error.map(DeepestCause::message).orElse("The last look failed."));
        }
        if (consumer instanceof PahoMqtt5Consumer mqtt
                && mqtt.getClient() != null
                && !mqtt.getClient().isConnected()) {
            return Optional.of("The connection to the broker is lost, and tried again and again.");
        }
        return Optional.empty();
    }

    private static String noFolder(File folder) {
        return "Expected the folder '" + folder + "', but there is none. Make it, or correct the route.";
    }
}
