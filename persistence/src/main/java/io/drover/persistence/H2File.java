package io.drover.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.H2;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.sql.DataSource;

/** The file of an H2 database: copied whole into a zip while it is in use or at rest, and put back from there. */
public final class H2File {
    private static final String SUFFIX = ".mv.db";
    private static final SqlFailures FAILURES = new SqlFailures(new H2());

    private final DatabaseSettings settings;
    private final Path file;

    private H2File(DatabaseSettings settings, Path file) {
        this.settings = settings;
        this.file = file;
    }

    /** {@return whether the settings are of an H2 database} */
    public static boolean isMeant(DatabaseSettings settings) {
        return Database.of(settings.url()) instanceof H2;
    }

    /** {@return the file that the settings lead to} */
    public static H2File of(DatabaseSettings settings) {
        return new H2File(settings, Path.of(H2Url.of(settings.url()).file() + SUFFIX));
    }

    public Path path() {
        return file;
    }

    public boolean exists() {
        return Files.exists(file);
    }

    /** Copies a database that nobody has open. */
    public void copyTo(Path zip) {
        try (HikariDataSource pool = Pools.of(settings)) {
            copy(pool, zip);
        }
    }

    /** Copies an open database as it is at one moment; commits go on meanwhile. */
    static void copy(DataSource source, Path zip) {
        try (Connection connection = source.getConnection();
                PreparedStatement backup = connection.prepareStatement("backup to ?")) {
            backup.setString(1, zip.toString());
            backup.execute();
        } catch (SQLException e) {
            throw FAILURES.translated(e);
        }
    }

    /** Puts the file back that a copy holds. There must be none yet. */
    public void restoreFrom(Path zip) {
        if (exists()) {
            throw DroverException.conflict(
                    "Expected no database at '" + file + "', but found one. Restore only where nothing is.");
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream entries = new ZipInputStream(in)) {
            Files.createDirectories(file.getParent());
            ZipEntry entry = entries.getNextEntry();
            while (entry != null && !entry.getName().endsWith(SUFFIX)) {
                entry = entries.getNextEntry();
            }
            if (entry == null) {
                throw DroverException.invalid("Expected an H2 database in '" + zip + "', but found none.");
            }
            Files.copy(entries, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw DroverException.of(
                    ErrorCode.INTERNAL, "Expected to put '" + zip + "' back to '" + file + "', but found: " + e, e);
        }
    }
}
