package io.drover.cli.command;

import io.drover.cli.api.Api;
import io.drover.cli.api.Connection;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What a command sees of the world besides its arguments.
 *
 * @param pause waits for so many milliseconds
 * @param connections finds the daemon
 */
public record Surroundings(
        Map<String, String> env,
        InputStream in,
        PrintStream out,
        PrintStream err,
        Clock clock,
        LongConsumer pause,
        Connections connections) {

    /** Finds where the daemon is, from the options of a command and everything around it. */
    @FunctionalInterface
    public interface Connections {
        Connection find(ConnectionOptions options);
    }

    Api api(ConnectionOptions options) {
        return new Api(connections.find(options));
    }
}
