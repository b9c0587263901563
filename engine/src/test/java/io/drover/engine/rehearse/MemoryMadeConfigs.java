package io.drover.engine.rehearse;

import io.drover.model.execution.Sealed;
import io.drover.model.store.MadeConfigs;
import java.util.Comparator;
import java.util.List;

/** The configurations that the API made, by pack; what nodes took of them, by pack and node. */
record MemoryMadeConfigs(Table<MadeConfigs.MadeConfig> rows, Table<Long> taken) implements MadeConfigs {

    @Override
    public long newest() {
        return rows.stream().mapToLong(MadeConfig::number).max().orElse(0);
    }

    @Override
    public long put(String pack, Sealed values) {
        long number = newest() + 1;
        rows.put(pack, new MadeConfig(pack, number, values));
        return number;
    }

    @Override
    public List<MadeConfig> missing(int node) {
        return rows.stream()
                .filter(made ->
                        made.number() > taken.find(key(made.pack(), node)).orElse(0L))
                .sorted(Comparator.comparingLong(MadeConfig::number))
                .toList();
    }

    @Override
    public boolean hasTaken(String pack, int node) {
        return taken.find(key(pack, node)).isPresent();
    }

    @Override
    public void taken(String pack, int node, long number) {
        taken.put(key(pack, node), number);
    }

    private static String key(String pack, int node) {
        return pack + " " + node;
    }
}
