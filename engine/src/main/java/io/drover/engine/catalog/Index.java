package io.drover.engine.catalog;

import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Named things of one kind, found by ref and by id. Never changes; a change makes another. */
final class Index<T> {
    private final Kind kind;
    private final Function<T, Ref> ref;
    private final SortedMap<Ref, T> byRef;
    private final Map<String, T> byId;
    private final List<T> sorted;

    private Index(Kind kind, Function<T, Ref> ref, SortedMap<Ref, T> byRef, Map<String, T> byId) {
        this.kind = kind;
        this.ref = ref;
        this.byRef = byRef;
        this.byId = byId;
        this.sorted = List.copyOf(byRef.values());
    }

    static <T> Index<T> empty(Kind kind, Function<T, Ref> ref) {
        return new Index<>(kind, ref, new TreeMap<>(), Map.of());
    }

    List<T> sorted() {
        return sorted;
    }

    @Nullable
    T get(Ref name) {
        return byRef.get(name);
    }

    Optional<T> find(String refOrId) {
        return Optional.ofNullable(Ref.looksLike(refOrId) ? byRef.get(Ref.parse(refOrId)) : byId.get(refOrId));
    }

    /** {@return these without those that the condition names, and with the given ones} */
    Index<T> replace(Predicate<T> gone, Collection<T> added) {
        SortedMap<Ref, T> refs = new TreeMap<>(byRef);
        Map<String, T> ids = new HashMap<>(byId);
        sorted.stream().filter(gone).map(ref).forEach(name -> {
            refs.remove(name);
            ids.remove(kind.id(name));
        });
        added.forEach(thing -> {
            refs.put(ref.apply(thing), thing);
            ids.put(kind.id(ref.apply(thing)), thing);
        });
        return new Index<>(kind, ref, refs, ids);
    }
}
