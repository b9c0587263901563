package io.drover.engine.rehearse;

import io.drover.model.store.DeadLetters;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.trigger.DeadLetter;
import java.util.Map;
import java.util.Optional;

/** Dead letters, each identity of a source once. */
record MemoryDeadLetters(Table<DeadLetter> letters) implements DeadLetters {
    private static final Table.Shape<DeadLetter> SHAPE = new Table.Shape<>(
            Map.of(
                    "id",
                    DeadLetter::id,
                    "source",
                    DeadLetter::source,
                    "trigger",
                    letter -> letter.trigger() == null ? null : letter.trigger().toString()),
            DeadLetter::at,
            true);

    @Override
    public boolean add(DeadLetter letter) {
        boolean known = letter.identity() != null
                && letters.stream()
                        .anyMatch(each -> each.source().equals(letter.source())
                                && letter.identity().equals(each.identity()));
        if (!known) {
            letters.insert(letter.id(), letter);
        }
        return !known;
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return letters.find(id);
    }

    @Override
    public Listing<DeadLetter> list(Query query) {
        return SHAPE.list(letters, query);
    }

    @Override
    public boolean remove(String id) {
        return letters.remove(id);
    }
}
