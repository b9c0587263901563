package io.drover.persistence;

import io.drover.persistence.sql.Database;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables up to date. */
final class Migrations {
    private Migrations() {}

    static void run(DataSource source, Database database) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:" + database.migrations())
                .table("schema_history")
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }
}
