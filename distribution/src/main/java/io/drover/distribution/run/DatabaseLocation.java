package io.drover.distribution.run;

import io.drover.distribution.config.Settings;
import io.drover.persistence.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which database the settings mean. */
public final class DatabaseLocation {
    private DatabaseLocation() {}

    /** {@return the database, with a password that is made where an H2 file has none yet} */
    public static DatabaseSettings prepared(Settings settings) {
        if (settings.databasePassword().isEmpty() && isH2(settings)) {
            String unused = RunFolder.secret(passwordFile(settings));
        }
        return of(settings);
    }

    /** {@return the database; nothing is made} */
    public static DatabaseSettings of(Settings settings) {
        return DatabaseSettings.of(url(settings), settings.databaseUser(), password(settings))
                .withPool(settings.databasePool());
    }

    /** {@return whether it is a file of this machine} */
    public static boolean isH2(Settings settings) {
        return url(settings).startsWith("jdbc:h2:");
    }

    private static String url(Settings settings) {
        String given = settings.databaseUrl();
        return given == null ? "jdbc:h2:file:" + settings.dataDir().resolve("drover") : given;
    }

    private static String password(Settings settings) {
        Path file = passwordFile(settings);
        if (!settings.databasePassword().isEmpty() || !isH2(settings) || !Files.exists(file)) {
            return settings.databasePassword();
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to read '" + file + "'.", e);
        }
    }

    private static Path passwordFile(Settings settings) {
        return settings.dataDir().resolve("database-password");
    }
}
