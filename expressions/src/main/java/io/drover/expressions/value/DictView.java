package io.drover.expressions.value;

import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code keys()}, {@code values()} and {@code items()} of a mapping give: a sized, iterable view, but no list. */
public final class DictView extends AbstractCollection<@Nullable Object> {
    /** What a view shows. */
    public enum Kind {
        /** The keys. */
        KEYS,
        /** The values. */
        VALUES,
        /** Tuples of key and value. */
        ITEMS
    }

    private final Map<?, ?> mapping;
    private final Kind kind;

    /** A view of the mapping as it is whenever the view is read. */
    public DictView(Map<?, ?> mapping, Kind kind) {
        this.mapping = mapping;
        this.kind = kind;
    }

    /** What this view shows. */
    public Kind kind() {
        return kind;
    }

    Object attribute(String name) {
        return switch (name) {
            case "mapping" -> mapping;
            case "isdisjoint" ->
                kind == Kind.VALUES
                        ? Mappings.ABSENT
                        : Members.bound(SetMethods.TABLE.get(name), new LinkedHashSet<>(this));
            default -> Mappings.ABSENT;
        };
    }

    Map<?, ?> mapping() {
        return mapping;
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
        Iterator<? extends Map.Entry<?, ?>> entries = mapping.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public @Nullable Object next() {
                Map.Entry<?, ?> entry = entries.next();
                return switch (kind) {
                    case KEYS -> entry.getKey();
                    case VALUES -> entry.getValue();
                    case ITEMS -> Tuple.of(entry.getKey(), entry.getValue());
                };
            }
        };
    }

    @Override
    public int size() {
        return mapping.size();
    }
}
