package io.drover.distribution.command;

import io.drover.distribution.config.Settings;
import io.drover.distribution.config.SettingsReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Where a command is called.
 *
 * @param home the folder of the distribution
 * @param caller the folder from which relative paths of arguments start
 */
public record Place(
        Path home,
        Path caller,
        Map<String, String> environment,
        InstantSource clock,
        PrintStream out,
        PrintStream err) {
    public Place {
        environment = Map.copyOf(environment);
    }

    Settings settings() {
        return SettingsReader.read(home, environment);
    }

    Path path(String argument) {
        return caller.resolve(argument).normalize();
    }
}
