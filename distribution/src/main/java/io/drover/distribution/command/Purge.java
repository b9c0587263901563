package io.drover.distribution.command;

import io.drover.distribution.config.Settings;
import io.drover.distribution.config.SettingsReader;
import io.drover.distribution.run.ControlDoor;
import io.drover.distribution.run.DatabaseLocation;
import io.drover.distribution.run.RunFolder;
import io.drover.engine.cluster.Lease;
import io.drover.engine.commit.Committer;
import io.drover.engine.retain.Retention;
import io.drover.engine.retain.RetentionSettings;
import io.drover.model.error.DroverException;
import io.drover.model.store.Purgeable;
import io.drover.model.text.Nearest;
import io.drover.persistence.HibernateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** {@code droverd purge}: removes what is older, which is noted in the audit trail. Where a daemon runs, it does that. */
public final class Purge {
    /** What the daemon is asked to do: for whom, before when, which kinds. */
    public static final String WORK = "purge";

    private static final String OLDER_THAN = "--older-than";
    private static final String KIND = "--kind";
    private static final String NODE_ID = "node-id";

    private Purge() {}

    static int run(List<String> call, Place place) {
        Arguments arguments = Arguments.read(call, Set.of(OLDER_THAN, KIND), Set.of());
        arguments.none();
        Duration age = age(arguments);
        List<String> words = new ArrayList<>(List.of(
                WORK,
                System.getProperty("user.name"),
                place.clock().instant().minus(age).toString()));
        words.addAll(kinds(arguments));
        Settings settings = place.settings();
        purge(settings, place, words).forEach((kind, count) -> place.out().println(kind + ": " + count + " removed"));
        return 0;
    }

    private static Map<String, Long> purge(Settings settings, Place place, List<String> words) {
        if (!RunFolder.isInUse(settings.dataDir())) {
            requireLife(settings.dataDir());
            return RunFolder.having(
                    settings.dataDir(), () -> instead(settings, place.clock(), words.subList(1, words.size())));
        }
        Map<String, Long> removed = new TreeMap<>();
        ControlDoor.ask(settings.dataDir(), words.toArray(String[]::new))
                .properties()
                .forEach(each -> removed.put(each.getKey(), each.getValue().asLong()));
        return removed;
    }

    /** A folder that is named by mistake must not become one with an empty database. */
    private static void requireLife(Path dataDir) {
        if (!Files.exists(dataDir.resolve(NODE_ID))) {
            throw DroverException.invalid("Expected the data of a daemon in '" + dataDir
                    + "', but no daemon ever ran there. Name its folder by 'data-dir'.");
        }
    }

    /** Does it in the place of the daemon, under its name. */
    private static Map<String, Long> instead(Settings settings, InstantSource clock, List<String> words) {
        try (HibernateStore store = HibernateStore.open(DatabaseLocation.prepared(settings), clock)) {
            int node = store.inTransaction(
                    transaction -> transaction.batches().nodeNumber(settings.nodeName(), clock.instant()));
            new Lease(
                            store,
                            settings.nodeName(),
                            RunFolder.secret(settings.dataDir().resolve(NODE_ID)),
                            UUID.randomUUID().toString(),
                            new NothingHeld(),
                            () -> {},
                            System::nanoTime)
                    .begin();
            try (Committer committer =
                    new Committer(store, node, clock, settings.backPressureTimeout(), records -> {})) {
                return with(new Retention(store, committer, RetentionSettings.NONE, clock), words);
            }
        }
    }

    /** It runs nothing that could be taken over. */
    private record NothingHeld() implements Lease.Holdings {
        @Override
        public void takeOver(String silent) {}

        @Override
        public void reconsider() {}
    }

    /**
     * {@return how many rows of each kind went}
     *
     * @param words for whom, before when, which kinds
     */
    public static Map<String, Long> with(Retention retention, List<String> words) {
        Map<String, Long> removed = new TreeMap<>();
        for (String word : words.subList(2, words.size())) {
            Purgeable kind = Purgeable.of(word).orElseThrow();
            removed.put(word, retention.purge(kind, Instant.parse(words.get(1)), words.get(0)));
        }
        return removed;
    }

    private static Duration age(Arguments arguments) {
        String word = arguments.option(OLDER_THAN).orElse("");
        Duration age = SettingsReader.duration(word);
        if (age == null) {
            throw DroverException.invalid("Expected '" + OLDER_THAN + "' with an age such as 30d or 12h, but found '"
                    + word + "'. It must be said: nothing is removed by default.");
        }
        return age;
    }

    private static List<String> kinds(Arguments arguments) {
        List<String> kinds = List.of(arguments.option(KIND).orElse("").split(",", -1));
        for (String kind : kinds) {
            if (Purgeable.of(kind).isEmpty()) {
                throw DroverException.invalid("Expected '" + KIND + "' with one or more of " + Purgeable.words()
                        + ", but found '" + kind + "'." + Nearest.hint(kind, Purgeable.words()));
            }
        }
        return kinds;
    }
}
