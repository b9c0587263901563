package io.drover.engine.rehearse;

import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.datastore.Scope;
import io.drover.model.store.KeyValuePairs;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The datastore by id. */
record MemoryKeyValuePairs(Table<KeyValuePair> pairs) implements KeyValuePairs {

    @Override
    public Optional<KeyValuePair> find(Key key) {
        return pairs.find(key.id());
    }

    @Override
    public Listing<KeyValuePair> list(Selection selection, Query query) {
        List<KeyValuePair> found = pairs.stream()
                .filter(pair -> pair.key().scope() == Scope.SYSTEM
                        ? selection.system()
                        : Objects.equals(pair.key().user(), selection.user()))
                .filter(pair -> pair.key().name().startsWith(selection.prefix()))
                .filter(pair -> pair.isThereAt(selection.now()))
                .sorted(Comparator.comparing(pair -> pair.key().toString()))
                .toList();
        Stream<KeyValuePair> page = found.stream().skip(query.offset());
        return new Listing<>((query.limit() < 0 ? page : page.limit(query.limit())).toList(), found.size());
    }

    @Override
    public boolean put(KeyValuePair pair, @Nullable String replaced) {
        if (!isStored(pair.key(), replaced)) {
            return false;
        }
        pairs.put(pair.key().id(), pair);
        return true;
    }

    @Override
    public boolean remove(Key key, String version) {
        return isStored(key, version) && pairs.remove(key.id());
    }

    private boolean isStored(Key key, @Nullable String version) {
        String stored = find(key).map(KeyValuePair::version).orElse(null);
        return version == null ? stored == null : version.equals(stored);
    }

    @Override
    public int forgetExpired(Instant now, int limit) {
        List<KeyValuePair> expired =
                pairs.stream().filter(pair -> !pair.isThereAt(now)).limit(limit).toList();
        expired.forEach(pair -> pairs.remove(pair.key().id()));
        return expired.size();
    }
}
