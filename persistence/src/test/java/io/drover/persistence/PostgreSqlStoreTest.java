package io.drover.persistence;

import java.time.Clock;

/** The contract on PostgreSQL. */
class PostgreSqlStoreTest extends StoreContract {

    @Override
    HibernateStore open() {
        return HibernateStore.open(PostgreSqlServer.get().newDatabase(), Clock.systemUTC());
    }
}
