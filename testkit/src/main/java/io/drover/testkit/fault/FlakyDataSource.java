package io.drover.testkit.fault;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * A data source whose commits fail by plan: before they happen, or after, which is the case where the database did what
 * was asked and the answer got lost. The caller sees the same in both: an {@link SQLException} with SQLSTATE 08007, and
 * a connection that can only be closed. Put it below a connection pool, which then throws the broken connection away.
 *
 * <p>Only explicit {@link Connection#commit} is planned; statements in auto-commit mode always succeed.
 */
public final class FlakyDataSource implements DataSource {
    private final DataSource real;
    private volatile CountedPlan plan = new CountedPlan(CommitPlan.calm());

    /** Wraps the real source; every commit is made until a plan says otherwise. */
    public FlakyDataSource(DataSource real) {
        this.real = real;
    }

    /** From now on commits follow this plan, counted from 1 over all connections together. */
    public void follow(CommitPlan next) {
        plan = new CountedPlan(next);
    }

    /** {@return how many commits were asked for since the current plan was taken up} */
    public long commits() {
        return plan.count();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return flaky(real.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return flaky(real.getConnection(user, password));
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
        return real.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || real.isWrapperFor(type);
    }

    private Connection flaky(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new FlakyConnection(connection, () -> plan.next()));
    }
}
