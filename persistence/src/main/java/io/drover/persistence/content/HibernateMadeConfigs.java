package io.drover.persistence.content;

import io.drover.model.execution.Sealed;
import io.drover.model.store.MadeConfigs;
import java.util.List;
import org.hibernate.StatelessSession;

/** The configurations that the API made, in the database. */
public record HibernateMadeConfigs(StatelessSession session) implements MadeConfigs {

    @Override
    public long newest() {
        return session.createSelectionQuery("select coalesce(max(c.number), 0) from PackConfigRow c", Long.class)
                .getSingleResult();
    }

    @Override
    public long put(String pack, Sealed values) {
        // one after the other, so that no two nodes give the same number
        new HibernateRegistryChanges(session).hold();
        long number = newest() + 1;
        session.upsert(PackConfigRow.of(pack, number, values));
        return number;
    }

    @Override
    public List<MadeConfig> missing(int node) {
        return session
                .createSelectionQuery(
                        "from PackConfigRow c where c.number > coalesce((select t.number from PackConfigTakenRow t"
                                + " where t.key.pack = c.pack and t.key.node = :node), 0) order by c.number",
                        PackConfigRow.class)
                .setParameter("node", node)
                .getResultList()
                .stream()
                .map(PackConfigRow::made)
                .toList();
    }

    @Override
    public boolean hasTaken(String pack, int node) {
        return session.get(PackConfigTakenRow.class, new PackCopyRow.OnNode(pack, node)) != null;
    }

    @Override
    public void taken(String pack, int node, long number) {
        session.upsert(PackConfigTakenRow.of(pack, node, number));
    }
}
