package io.drover.persistence;

import io.drover.persistence.sql.Database;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables up to date. */
final class Migrations {
    /** Where they note what was done. */
    static final String HISTORY = "schema_history";

    private Migrations() {}

    static void run(DataSource source, Database database) {
        of(source, database).migrate();
    }

    /** {@return what knows which migrations are there and which are missing} */
    static Flyway of(DataSource source, Database database) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:" + database.migrations())
                .table(HISTORY)
                .validateMigrationNaming(true)
                .load();
    }
}
