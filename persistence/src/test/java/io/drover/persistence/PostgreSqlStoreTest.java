package io.drover.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL. */
class PostgreSqlStoreTest extends StoreContract {

    @Override
    HibernateStore open() {
        return HibernateStore.open(PostgreSqlServer.get().newDatabase(), Clock.systemUTC());
    }

    @Test
    void commitsSynchronouslyWhereTheServerIsSetNotTo() {
        assertThat(PostgreSqlServer.get().setting("synchronous_commit")).isEqualTo("off");

        assertThat(store().describe()).endsWith("synchronous_commit=on");
    }
}
