package io.drover.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;

/** The views on PostgreSQL. */
class PostgreSqlReportViewsTest extends ReportViewsContract {
    @SuppressWarnings("NullAway.Init")
    private DatabaseSettings settings;

    @Override
    HibernateStore open() {
        settings = PostgreSqlServer.get().newDatabase();
        return HibernateStore.open(settings, Clock.systemUTC());
    }

    @Override
    Connection reader() throws SQLException {
        store().setReportPassword(PASSWORD);
        return DriverManager.getConnection(settings.url().replaceFirst("\\?.*", ""), "drover_report", PASSWORD);
    }
}
