package io.drover.distribution.command;

import io.drover.distribution.config.BadConfiguration;
import io.drover.model.error.DroverException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The commands by name. */
public final class Commands {
    private static final List<Command> ALL = List.of(
            new Command(
                    "doctor",
                    "[--json]",
                    "looks at the configuration, folders, rights, ports, the database and the packs",
                    Doctor::run),
            new Command(
                    "backup", "TO", "copies database, keys, configuration and packs into a new folder", Backup::run),
            new Command("restore", "FROM", "puts such a copy back, where no data is yet", Restore::run),
            new Command("export-db", "TO", "writes the views of report_v1 as CSV into a new folder", ExportDb::run),
            new Command(
                    "migrate-db",
                    "--to URL [--user NAME] [--password-file FILE]",
                    "moves the H2 database to an empty PostgreSQL",
                    MigrateDb::run),
            new Command(
                    "purge",
                    "--older-than AGE --kind KIND[,KIND…]",
                    "removes what is older, such as 30d, and notes that in the audit trail",
                    Purge::run));

    /** Wrong configuration, as {@code droverd} itself ends with it. */
    private static final int BAD_CONFIGURATION = 78;

    private Commands() {}

    /**
     * A command.
     *
     * @param work is given the whole call, and tells what the process ends with
     */
    private record Command(
            String word, String arguments, String meaning, BiFunction<List<String>, Place, Integer> work) {}

    /** {@return two lines for each command} */
    public static String usage() {
        return ALL.stream()
                .map(each -> "  " + each.word() + " " + each.arguments() + "\n      " + each.meaning() + "\n")
                .collect(Collectors.joining());
    }

    public static boolean isOne(String word) {
        return of(word).isPresent();
    }

    private static Optional<Command> of(String word) {
        return ALL.stream().filter(each -> each.word().equals(word)).findFirst();
    }

    /** Runs a command. {@return what the process ends with} */
    public static int run(List<String> call, Place place) {
        try {
            return of(call.get(0)).orElseThrow().work().apply(call, place);
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
