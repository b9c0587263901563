package io.drover.engine.rehearse;

import io.drover.model.pack.Ref;
import io.drover.model.store.SensorOwners;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who runs sensors, by sensor. */
record MemorySensorOwners(Table<MemorySensorOwners.Owned> rows, MemoryNodes nodes) implements SensorOwners {

    /** @param node null: none */
    record Owned(Ref sensor, @Nullable Integer node, long term) {}

    @Override
    public List<Owner> list(Duration lease) {
        return rows.stream().flatMap(row -> owner(row, lease).stream()).toList();
    }

    private List<Owner> owner(Owned row, Duration lease) {
        Integer node = row.node();
        return node == null
                ? List.of()
                : List.of(new Owner(row.sensor(), node, nodes.name(node), row.term(), nodes.isSilent(node, lease)));
    }

    @Override
    public Map<Ref, Long> claim(Collection<Ref> sensors, int node, Duration lease) {
        Map<Ref, Long> terms = new LinkedHashMap<>();
        for (Ref sensor : sensors) {
            Owned before = rows.find(sensor.toString()).orElse(new Owned(sensor, null, 0));
            Integer owner = before.node();
            if (owner == null || owner == node || nodes.isSilent(owner, lease)) {
                rows.put(sensor.toString(), new Owned(sensor, node, before.term() + 1));
                terms.put(sensor, before.term() + 1);
            }
        }
        return terms;
    }

    @Override
    public boolean holds(Ref sensor, long term) {
        return rows.find(sensor.toString())
                .filter(row -> row.node() != null && row.term() == term)
                .isPresent();
    }

    @Override
    public void release(Ref sensor, long term) {
        if (holds(sensor, term)) {
            rows.put(sensor.toString(), new Owned(sensor, null, term));
        }
    }
}
