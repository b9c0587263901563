package io.drover.distribution.command;

import io.drover.distribution.config.Settings;
import io.drover.distribution.run.ControlDoor;
import io.drover.distribution.run.DatabaseLocation;
import io.drover.distribution.run.RunFolder;
import io.drover.persistence.H2File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * {@code droverd backup TO}: one folder with all that a new machine needs. The database is as it was at one moment; while the
 * daemon runs, it makes that copy itself.
 */
public final class Backup {
    /** What the daemon is asked to do. */
    public static final String WORK = "copy-database";

    static final String DATABASE = "database.zip";
    static final String DATA = "data";
    static final String CONF = "conf";
    static final String PACKS = "packs";

    private Backup() {}

    static int run(List<String> call, Place place) {
        Path target = place.path(Arguments.read(call, Set.of(), Set.of()).one("TO"));
        Settings settings = place.settings();
        Path partial = Trees.begin(target);
        boolean isH2 = DatabaseLocation.isH2(settings);
        if (isH2) {
            copyDatabase(settings, partial.resolve(DATABASE));
        }
        copyFiles(place, settings, partial);
        Manifest manifest =
                Manifest.write(partial, version(), place.clock().instant().toString(), isH2 ? "H2" : "PostgreSQL");
        Trees.finish(partial, target);
        place.out().println("Backed up " + manifest.files().size() + " files to " + target + ".");
        place.out().println("It holds the keys of encrypted values: keep it where only you can read it.");
        if (!isH2) {
            place.out().println("The database is PostgreSQL's own: back it up with pg_dump, at the same time.");
        }
        return 0;
    }

    static String version() {
        String version = Backup.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    private static void copyDatabase(Settings settings, Path zip) {
        if (RunFolder.isInUse(settings.dataDir())) {
            // into its own folder: it may run as another user, and be allowed to write nowhere else
            Path copy = settings.dataDir()
                    .resolve("run")
                    .resolve("copy-" + ProcessHandle.current().pid() + ".zip");
            try {
                ControlDoor.ask(settings.dataDir(), WORK, copy.toString());
                Path unused = Trees.trying("move '" + copy + "' to '" + zip + "'", () -> Files.move(copy, zip));
            } finally {
                boolean unused = Trees.trying("delete '" + copy + "'", () -> Files.deleteIfExists(copy));
            }
            return;
        }
        H2File file = H2File.of(DatabaseLocation.of(settings));
        if (file.exists()) {
            Path unused = RunFolder.having(settings.dataDir(), () -> {
                file.copyTo(zip);
                return zip;
            });
        }
    }

    private static void copyFiles(Place place, Settings settings, Path partial) {
        boolean unused = Trees.trying("copy into '" + partial + "'", () -> {
            for (Path file : Trees.children(settings.dataDir())) {
                if (Files.isRegularFile(file) && !file.getFileName().toString().endsWith(".db")) {
                    Trees.copy(file, partial.resolve(DATA).resolve(file.getFileName()));
                }
            }
            copyIfThere(settings.dataDir().resolve("run/admin-token"), partial.resolve(DATA + "/run/admin-token"));
            copyIfThere(place.home().resolve("conf"), partial.resolve(CONF));
            for (int i = 0; i < settings.packsDirs().size(); i++) {
                copyIfThere(settings.packsDirs().get(i), partial.resolve(PACKS).resolve(Integer.toString(i)));
            }
            return true;
        });
    }

    private static void copyIfThere(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Trees.copy(from.toRealPath(), to);
        }
    }
}
