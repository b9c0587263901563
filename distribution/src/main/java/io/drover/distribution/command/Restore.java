package io.drover.distribution.command;

import io.drover.distribution.config.Settings;
import io.drover.distribution.config.SettingsFile;
import io.drover.distribution.run.DatabaseLocation;
import io.drover.distribution.run.RunFolder;
import io.drover.model.error.DroverException;
import io.drover.persistence.DatabaseState;
import io.drover.persistence.H2File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code droverd restore FROM}: puts back what {@code droverd backup} copied. The data folder must be empty; of configuration
 * and packs only what is not there is put back, and what was kept is told.
 */
final class Restore {
    private final Place place;
    private final Path from;
    private final Settings settings;
    private final List<Path> written = new ArrayList<>();
    private final List<Path> kept = new ArrayList<>();

    private Restore(Place place, Path from, Settings settings) {
        this.place = place;
        this.from = from;
        this.settings = settings;
    }

    static int run(List<String> call, Place place) {
        Path from = place.path(Arguments.read(call, Set.of(), Set.of()).one("FROM"));
        Manifest manifest = Manifest.verified(from);
        // the configuration first: it says where the rest goes
        Restore restore = new Restore(place, from, place.settings());
        restore.refuseWhatIsThere(manifest);
        return restore.putBack(manifest);
    }

    private void refuseWhatIsThere(Manifest manifest) {
        List<Path> found = Trees.children(settings.dataDir()).stream()
                .filter(each -> !each.endsWith("run"))
                .toList();
        if (!found.isEmpty() || RunFolder.isInUse(settings.dataDir())) {
            throw DroverException.conflict("Expected an empty data folder to restore into, but found " + found + " in '"
                    + settings.dataDir() + "'. Stop the daemon and move them away, or set another data-dir.");
        }
        boolean isH2 = DatabaseLocation.isH2(settings);
        if (manifest.files().containsKey(Backup.DATABASE) != isH2) {
            throw DroverException.invalid(
                    "Expected a backup of the database that 'database.url' names, but found one of "
                            + manifest.database() + ". Set 'database.url' as it was in " + from.resolve(Backup.CONF)
                            + ".");
        }
        if (isH2 && H2File.of(DatabaseLocation.of(settings)).exists()) {
            throw DroverException.conflict("Expected no database yet, but found "
                    + H2File.of(DatabaseLocation.of(settings)).path() + ". Move it away first.");
        }
    }

    private int putBack(Manifest manifest) {
        String database;
        try {
            database = RunFolder.having(settings.dataDir(), () -> putFilesBack(manifest));
        } catch (RuntimeException e) {
            takeBack();
            throw e;
        }
        place.out()
                .println("Restored the backup of " + manifest.madeAt() + " by version " + manifest.version()
                        + "; the database is " + database + ".");
        kept.forEach(each -> place.out().println("Kept what was there already: " + each + "."));
        return 0;
    }

    /** {@return what the database is now} */
    private String putFilesBack(Manifest manifest) {
        boolean unused = Trees.trying("restore into '" + settings.dataDir() + "'", () -> {
            putMissing(from.resolve(Backup.DATA), settings.dataDir());
            putMissing(from.resolve(Backup.CONF), place.home().resolve("conf"));
            for (int i = 0; i < settings.packsDirs().size(); i++) {
                putMissing(
                        from.resolve(Backup.PACKS).resolve(Integer.toString(i)),
                        settings.packsDirs().get(i));
            }
            return true;
        });
        if (!manifest.files().containsKey(Backup.DATABASE)) {
            return "PostgreSQL's own";
        }
        H2File file = H2File.of(DatabaseLocation.of(settings));
        file.restoreFrom(from.resolve(Backup.DATABASE));
        written.add(file.path());
        DatabaseState state = DatabaseState.of(DatabaseLocation.of(settings));
        return state.description() + ", tables of version " + state.version();
    }

    private void putMissing(Path source, Path target) throws IOException {
        if (!Files.isDirectory(source)) {
            return;
        }
        for (Path file : Trees.files(source)) {
            Path into = target.resolve(source.relativize(file).toString());
            boolean isThere = Files.exists(into);
            if (isThere && Files.mismatch(file, into) < 0) {
                continue;
            }
            if (isThere && !isAsShipped(into)) {
                kept.add(into);
            } else {
                Files.deleteIfExists(into);
                Trees.copy(file, into);
                written.add(into);
            }
        }
    }

    private static boolean isAsShipped(Path file) throws IOException {
        return file.endsWith("conf/drover.yaml") && Files.readString(file).equals(SettingsFile.text());
    }

    /** So that the next try finds the folder as this one did. */
    private void takeBack() {
        for (Path file : written) {
            boolean unused = Trees.trying("delete '" + file + "'", () -> Files.deleteIfExists(file));
        }
    }
}
