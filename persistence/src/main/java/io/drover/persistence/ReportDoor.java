package io.drover.persistence;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.persistence.sql.H2;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.engine.SysProperties;
import org.h2.tools.Server;
import org.jspecify.annotations.Nullable;

/**
 * Lets reporting tools of this machine read the views of {@code report_v1} in an H2 file while it is open here: H2's TCP
 * server for this one database, {@code jdbc:h2:tcp://127.0.0.1:<port>/report}, user {@code drover_report}. PostgreSQL needs
 * no such door.
 */
public final class ReportDoor implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String DATABASE = "report";

    private final HibernateStore store;
    private @Nullable Server server;

    public ReportDoor(HibernateStore store) {
        this.store = store;
    }

    /**
     * Opens the door.
     *
     * @param port 0: any that is free
     * @param password of the user {@code drover_report}, from now on
     * @return the port
     */
    public int start(int port, String password) {
        if (!(store.database() instanceof H2)) {
            throw DroverException.invalid("Expected an H2 database behind 'report.jdbc-port', but found "
                    + store.describe() + ". Connect to PostgreSQL itself, as user 'drover_report'.");
        }
        if (!LOOPBACK.equals(SysProperties.BIND_ADDRESS)) {
            throw DroverException.of(
                    ErrorCode.INTERNAL,
                    "Expected H2 to listen at " + LOOPBACK + " only, but H2 was loaded before the store with another"
                            + " address. Start Java with -Dh2.bindAddress=" + LOOPBACK + ".");
        }
        try {
            String file = file();
            store.setReportPassword(password);
            Server opened = Server.createTcpServer(
                    "-tcpPort", Integer.toString(port), "-tcpDaemon", "-ifExists", "-key", DATABASE, file);
            opened.start();
            server = opened;
            return opened.getPort();
        } catch (SQLException e) {
            throw DroverException.unavailable(
                    "Expected to open port " + port + " for reports, but found: " + e.getMessage()
                            + ". Change 'report.jdbc-port'.",
                    e);
        }
    }

    private String file() throws SQLException {
        try (Connection connection = store.connection()) {
            String url = connection.getMetaData().getURL();
            requireOwnersPassword(url, connection.getMetaData().getUserName());
            return url.substring("jdbc:h2:".length());
        }
    }

    /** Whoever could log in as the owner would have all rights. */
    private static void requireOwnersPassword(String url, String owner) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + ";IFEXISTS=TRUE", owner, "")) {
            throw DroverException.invalid(
                    "Expected to open a door for reports to a database whose owner has a password,"
                            + " but user '" + connection.getMetaData().getUserName()
                            + "' has none. Set 'database.password' before the first start, or leave 'report.jdbc-port' empty.");
        } catch (SQLException e) {
            if (e.getErrorCode() != org.h2.api.ErrorCode.WRONG_USER_OR_PASSWORD) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        Server opened = server;
        if (opened != null) {
            opened.stop();
            server = null;
        }
    }
}
