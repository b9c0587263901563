package io.drover.persistence;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

/** The contract on an H2 file. */
class H2StoreTest extends StoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Override
    HibernateStore open() {
        return HibernateStore.open(
                DatabaseSettings.of("jdbc:h2:file:" + folder.resolve("drover"), "drover", "secret"), Clock.systemUTC());
    }
}
