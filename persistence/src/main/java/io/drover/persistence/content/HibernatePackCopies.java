package io.drover.persistence.content;

import io.drover.model.store.PackCopies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** What the packs look like on each node, in the database. */
public record HibernatePackCopies(StatelessSession session) implements PackCopies {
    private record Row(
            String node, String pack, String hash, @Nullable Instant heardAt, Instant now) {
        boolean isHeard(Duration lease) {
            return heardAt != null && Duration.between(heardAt, now).compareTo(lease) <= 0;
        }
    }

    @Override
    public void replace(int node, Map<String, String> hashes) {
        int unused = session.createMutationQuery("delete PackCopyRow c where c.key.node = :node")
                .setParameter("node", node)
                .executeUpdate();
        hashes.forEach((pack, hash) -> session.insert(PackCopyRow.of(pack, node, hash)));
    }

    @Override
    public List<Copy> ofOthers(int node, Duration lease) {
        return session
                .createSelectionQuery(
                        "select n.name, c.key.pack, c.hash, n.heardAt, current_instant"
                                + " from PackCopyRow c join NodeRow n on n.number = c.key.node"
                                + " where c.key.node <> :node order by n.number, c.key.pack",
                        Row.class)
                .setParameter("node", node)
                .getResultList()
                .stream()
                .filter(row -> row.isHeard(lease))
                .map(row -> new Copy(row.node(), row.pack(), row.hash()))
                .toList();
    }
}
