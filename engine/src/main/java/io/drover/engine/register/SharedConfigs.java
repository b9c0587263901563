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
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configurations of packs that the API makes, for all nodes: what one node was told is stored, sealed, and each other
 * node writes it into its own file, once. A file that somebody changes later counts, as ever. Of a file that a node had
 * before it took anything of its pack, a copy is kept.
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

    /** Has a configuration stored for all nodes; this one says by {@link #written(Shared)} that it is in its file. */
    Shared share(String pack, Map<String, @Nullable Object> values, Batch batch) {
        Shared shared = new Shared(pack, new AtomicLong());
        if (store.isShared()) {
            Sealed sealed = secrets.seal(owner(pack), values);
            batch.also(
                    transaction -> shared.number().set(transaction.madeConfigs().put(pack, sealed)));
        }
        return shared;
    }

    /** A configuration with the number of its change, known once it is committed; 0 where no other node can be. */
    record Shared(String pack, AtomicLong number) {}

    /** Says that a configuration, which this node was told, is in its file. */
    void written(Shared shared) {
        if (store.isShared()) {
            try {
                store.change(transaction -> transaction
                        .madeConfigs()
                        .taken(shared.pack(), node, shared.number().get()));
            } catch (DroverException away) {
                LOG.debug("That the configuration of pack '{}' is written is told later.", shared.pack(), away);
            }
        }
        refused.remove(shared.pack());
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
        List<MadeConfig> missing =
                store.read(transaction -> transaction.madeConfigs().missing(node));
        refused.keySet().retainAll(missing.stream().map(MadeConfig::pack).toList());
        boolean left = false;
        for (MadeConfig made : missing) {
            left |= !isTaken(made);
        }
        seen = newest;
        waits = left;
    }

    private boolean isTaken(MadeConfig made) {
        String pack = made.pack();
        Optional<RegisteredPack> known = registry.pack(pack);
        if (known.isEmpty()) {
            refused.remove(pack);
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
            List<Problem> problems = files.check(made.pack(), pack.configSchema(), values);
            if (problems.isEmpty()) {
                keepOwn(made.pack(), values);
                problems = files.write(made.pack(), pack.configSchema(), values);
            }
            return problems.isEmpty()
                    ? null
                    : problems.stream().map(Problem::message).collect(Collectors.joining(" "));
        } catch (DroverException e) {
            return e.getMessage();
        }
    }

    /** A file of which nobody knows that the API's word was meant to replace it, such as that of a node which has joined. */
    private void keepOwn(String pack, Map<String, @Nullable Object> values) {
        boolean isSame = files.read(pack).filter(values::equals).isPresent();
        if (!isSame
                && !store.<Boolean>read(transaction -> transaction.madeConfigs().hasTaken(pack, node))) {
            files.keepCopy(pack)
                    .ifPresent(copy -> LOG.warn(
                            "The configuration of pack '{}' in this node's file is another one than the API was told on"
                                    + " another node before. What the API was told is in force now; the file as it was lies"
                                    + " in '{}'. Where that one is right, give it to the API: drover pack config {} -f FILE.",
                            pack,
                            copy,
                            pack));
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
