package io.drover.testkit.fault;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A connection whose commits meet their planned fate; after one that failed it can only be closed. */
final class FlakyConnection implements InvocationHandler {
    private static final String OUTCOME_UNKNOWN = "08007";
    private static final String CONNECTION_DOES_NOT_EXIST = "08003";

    private final Connection real;
    private final Supplier<CommitFate> nextFate;
    private volatile boolean broken;

    FlakyConnection(Connection real, Supplier<CommitFate> nextFate) {
        this.real = real;
        this.nextFate = nextFate;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "flaky " + real;
            case "close", "isClosed", "abort" -> onReal(method, arguments);
            case "isValid" -> {
                if (broken) {
                    yield false;
                }
                yield onReal(method, arguments);
            }
            case "commit" -> {
                refuseIfBroken();
                commit();
                yield null;
            }
            default -> {
                refuseIfBroken();
                yield onReal(method, arguments);
            }
        };
    }

    private void commit() throws SQLException {
        switch (nextFate.get()) {
            case MADE -> real.commit();
            case REFUSED -> {
                real.rollback();
                breakOff();
            }
            case MADE_BUT_UNHEARD -> {
                real.commit();
                breakOff();
            }
        }
    }

    private void breakOff() throws SQLException {
        broken = true;
        throw new SQLNonTransientConnectionException(
                "the connection broke during the commit; whether it was made is not known (planned fault)",
                OUTCOME_UNKNOWN);
    }

    private void refuseIfBroken() throws SQLException {
        if (broken) {
            throw new SQLNonTransientConnectionException(
                    "the connection broke during an earlier commit (planned fault); close it and take another",
                    CONNECTION_DOES_NOT_EXIST);
        }
    }

    private @Nullable Object onReal(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
