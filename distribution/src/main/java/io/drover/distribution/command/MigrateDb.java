package io.drover.distribution.command;

import io.drover.distribution.config.Settings;
import io.drover.distribution.run.DatabaseLocation;
import io.drover.distribution.run.RunFolder;
import io.drover.model.error.DroverException;
import io.drover.persistence.DatabaseMove;
import io.drover.persistence.DatabaseMove.Moved;
import io.drover.persistence.DatabaseSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** {@code droverd migrate-db --to URL}: moves what the H2 file holds to an empty PostgreSQL database, or changes nothing. */
final class MigrateDb {
    private static final String TO = "--to";
    private static final String USER = "--user";
    private static final String PASSWORD_FILE = "--password-file";

    private MigrateDb() {}

    static int run(List<String> call, Place place) {
        Arguments arguments = Arguments.read(call, Set.of(TO, USER, PASSWORD_FILE), Set.of());
        arguments.none();
        Settings settings = place.settings();
        String url = arguments
                .option(TO)
                .orElseThrow(() -> DroverException.invalid(
                        "Expected 'droverd migrate-db --to jdbc:postgresql://HOST/DATABASE', but found no --to."));
        String user = arguments.option(USER).orElse(settings.databaseUser());
        DatabaseSettings to = DatabaseSettings.of(url, user, password(arguments, place));
        if (RunFolder.isInUse(settings.dataDir())) {
            throw DroverException.conflict(
                    "Expected the daemon to be stopped, so that nothing is added meanwhile, but it" + " runs on '"
                            + settings.dataDir() + "'. Stop it first.");
        }
        List<Moved> moved = RunFolder.having(
                settings.dataDir(),
                () -> DatabaseMove.run(
                        DatabaseLocation.of(settings),
                        to,
                        Clock.systemUTC(),
                        each -> place.out()
                                .println(each.table() + ": " + each.rows() + " rows, checksum " + each.checksum())));
        place.out()
                .println("Moved " + moved.stream().mapToLong(Moved::rows).sum() + " rows of " + moved.size()
                        + " tables; each table has the same rows on both sides.");
        place.out()
                .println(
                        "Set database.url: " + url + ", database.user: " + user
                                + " and database.password in conf/drover.yaml, then start the daemon. The H2 file stays as it is.");
        return 0;
    }

    private static String password(Arguments arguments, Place place) {
        return arguments
                .option(PASSWORD_FILE)
                .map(name -> {
                    Path file = place.path(name);
                    return Trees.trying(
                            "read '" + file + "'", () -> Files.readString(file).strip());
                })
                .orElse("");
    }
}
