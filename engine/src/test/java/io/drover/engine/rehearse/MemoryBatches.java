package io.drover.engine.rehearse;

import io.drover.model.store.Batches;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Batches by node and number, and the numbers of nodes. */
record MemoryBatches(Table<Batches.Batch> batches, Table<Integer> nodes) implements Batches {

    @Override
    public void append(Batch batch) {
        batches.insert(key(batch.node(), batch.number()), batch);
    }

    @Override
    public Optional<Batch> find(int node, long number) {
        return batches.find(key(node, number));
    }

    @Override
    public long last(int node) {
        return batches.stream()
                .filter(batch -> batch.node() == node)
                .mapToLong(Batch::number)
                .max()
                .orElse(0);
    }

    @Override
    public Map<Integer, Long> last() {
        return nodes.stream().collect(Collectors.toMap(Function.identity(), this::last));
    }

    @Override
    public int nodeNumber(String nodeName, Instant now) {
        return nodes.find(nodeName).orElseGet(() -> {
            int number = nodes.size() + 1;
            nodes.insert(nodeName, number);
            return number;
        });
    }

    private static String key(int node, long number) {
        return node + "/" + number;
    }
}
