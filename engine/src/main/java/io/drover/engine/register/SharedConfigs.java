package io.drover.engine.register;

import io.drover.engine.api.RegisteredPack;
import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.secret.SecretBox;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Sealed;
import io.drover.model.pack.ConfigFiles;
import io.drover.model.pack.Problem;
import io.drover.model.store.MadeConfigs.MadeConfig;
import io.drover.model.store.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configurations of packs that the API makes, for all nodes: what one node was told is stored, sealed, and each other
 * node writes it into its own file, once. A file that somebody changes later counts, as ever.
 */
public final class SharedConfigs {
    private static final Logger LOG = LoggerFactory.getLogger(SharedConfigs.class);

    private final Store store;
    private final int node;
    private final SecretBox secrets;
    private final ConfigFiles files;
    private final Registry registry;
    private final Consumer<String> register;
    private final ReentrantLock writing = new ReentrantLock();
    private final Map<String, String> refused = new ConcurrentHashMap<>();
    private long seen;
    private boolean waits = true;

    /**
     * Shares with nobody yet.
     *
     * @param node the number of this one
     * @param register registers a pack again
     */
    public SharedConfigs(
            Store store, int node, SecretBox secrets, ConfigFiles files, Registry registry, Consumer<String> register) {
        this.store = store;
        this.node = node;
        this.secrets = secrets;
        this.files = files;
        this.registry = registry;
        this.register = register;
    }

    /** Writes files while nothing of other nodes is written into them. */
    void alone(Runnable change) {
        writing.lock();
        try {
            change.run();
        } finally {
            writing.unlock();
        }
    }

    /** Has a configuration, which this node has written, stored for the others. */
    void share(String pack, Map<String, @Nullable Object> values, Batch batch) {
        if (store.isShared()) {
            Sealed sealed = secrets.seal(owner(pack), values);
            batch.also(transaction -> {
                long number = transaction.madeConfigs().put(pack, sealed);
                transaction.madeConfigs().taken(pack, node, number);
            });
        }
    }

    /** Takes what was made on other nodes. What cannot be taken is tried again at the next look. */
    public void follow() {
        if (store.isShared()) {
            alone(this::take);
        }
    }

    private void take() {
        long newest = store.read(transaction -> transaction.madeConfigs().newest());
        if (newest == seen && !waits) {
            return;
        }
        boolean left = false;
        for (MadeConfig made :
                store.read(transaction -> transaction.madeConfigs().missing(node))) {
            left |= !isTaken(made);
        }
        seen = newest;
        waits = left;
    }

    private boolean isTaken(MadeConfig made) {
        String pack = made.pack();
        Optional<RegisteredPack> known = registry.pack(pack);
        if (known.isEmpty()) {
            return false;
        }
        String wrong = written(made, known.orElseThrow());
        if (wrong != null) {
            if (!wrong.equals(refused.put(pack, wrong))) {
                LOG.warn(
                        "What another node was told of the configuration of pack '{}' cannot be used here: {}",
                        pack,
                        wrong);
            }
            return false;
        }
        refused.remove(pack);
        register.accept(pack);
        store.change(transaction -> transaction.madeConfigs().taken(pack, node, made.number()));
        LOG.info("The configuration of pack '{}' is what another node was told.", pack);
        return true;
    }

    /** {@return why it was not written; null where it was} */
    private @Nullable String written(MadeConfig made, RegisteredPack pack) {
        try {
            Map<String, @Nullable Object> values = secrets.open(owner(made.pack()), made.values());
            List<Problem> problems = files.write(made.pack(), pack.configSchema(), values);
            return problems.isEmpty()
                    ? null
                    : problems.stream().map(Problem::message).collect(Collectors.joining(" "));
        } catch (DroverException e) {
            return e.getMessage();
        }
    }

    private static String owner(String pack) {
        return "made config of " + pack;
    }

    /** {@return why configurations that other nodes were told are not in force here, by pack} */
    public Map<String, String> refused() {
        return Map.copyOf(refused);
    }
}
