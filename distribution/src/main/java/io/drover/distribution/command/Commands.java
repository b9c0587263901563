package io.drover.distribution.command;

import io.drover.distribution.config.BadConfiguration;
import io.drover.distribution.run.Logging;
import io.drover.model.error.DroverException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The commands by name. */
public enum Commands {
    DOCTOR(
            "doctor",
            "[--json]",
            "looks at the configuration, folders, rights, ports, the database and the packs",
            Doctor::run),
    BACKUP("backup", "TO", "copies database, keys, configuration and packs into a new folder", Backup::run),
    RESTORE("restore", "FROM", "puts such a copy back, where no data is yet", Restore::run),
    EXPORT_DB("export-db", "TO", "writes the views of report_v1 as CSV into a new folder", ExportDb::run),
    MIGRATE_DB(
            "migrate-db",
            "--to URL [--user NAME] [--password-file FILE]",
            "moves the H2 database to an empty PostgreSQL",
            MigrateDb::run);

    /** Wrong configuration, as {@code droverd} itself ends with it. */
    private static final int BAD_CONFIGURATION = 78;

    private final String word;
    private final String arguments;
    private final String meaning;
    private final Command command;

    Commands(String word, String arguments, String meaning, Command command) {
        this.word = word;
        this.arguments = arguments;
        this.meaning = meaning;
        this.command = command;
    }

    /** What a command does. */
    @FunctionalInterface
    interface Command {
        /** {@return what the process ends with} */
        int run(List<String> call, Place place);
    }

    /** {@return one line for each command} */
    public static String usage() {
        return Arrays.stream(values())
                .map(each -> "  " + each.word + " " + each.arguments + "\n      " + each.meaning + "\n")
                .collect(Collectors.joining());
    }

    public static boolean isOne(String word) {
        return of(word).isPresent();
    }

    private static Optional<Commands> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /** Runs a command. {@return what the process ends with} */
    public static int run(List<String> call, Place place) {
        Logging.level("error");
        try {
            return of(call.get(0)).orElseThrow().command.run(call, place);
        } catch (BadConfiguration e) {
            place.err().println("The configuration cannot be used:");
            e.problems().forEach(problem -> place.err().println("  " + problem));
            return BAD_CONFIGURATION;
        } catch (DroverException e) {
            place.err().println(e.getMessage());
            return e.code().exitCode();
        }
    }
}
