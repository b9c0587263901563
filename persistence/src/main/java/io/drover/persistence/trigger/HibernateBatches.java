package io.drover.persistence.trigger;

import io.drover.model.store.Batches;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.Instants;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Batches in the database. */
public record HibernateBatches(StatelessSession session, Database database) implements Batches {

    @Override
    public void append(Batch batch) {
        session.insert(BatchRow.of(batch));
    }

    @Override
    public Optional<Batch> find(int node, long number) {
        return Optional.ofNullable(session.get(BatchRow.class, new BatchRow.Key(node, number)))
                .map(BatchRow::batch);
    }

    @Override
    public long last(int node) {
        return session.createSelectionQuery(
                        "select coalesce(max(b.key.number), 0L) from BatchRow b where b.key.node = :node", Long.class)
                .setParameter("node", node)
                .getSingleResult();
    }

    @Override
    public Map<Integer, Long> last() {
        return session.createSelectionQuery("select n.number from NodeRow n", Integer.class).getResultList().stream()
                .collect(Collectors.toMap(Function.identity(), this::last));
    }

    @Override
    public int nodeNumber(String nodeName, Instant now) {
        NodeRow known = findNode(nodeName);
        if (known != null) {
            return known.number;
        }
        database.lockNodes(session);
        NodeRow raced = findNode(nodeName);
        if (raced != null) {
            return raced.number;
        }
        int number = session.createSelectionQuery("select coalesce(max(n.number), 0) from NodeRow n", Integer.class)
                        .getSingleResult()
                + 1;
        session.insert(NodeRow.of(number, nodeName, Instants.stored(now)));
        return number;
    }

    private @Nullable NodeRow findNode(String name) {
        return session.createSelectionQuery("from NodeRow n where n.name = :name", NodeRow.class)
                .setParameter("name", name)
                .getSingleResultOrNull();
    }
}
