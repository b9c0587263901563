package io.drover.persistence.trigger;

import io.drover.model.store.Nodes;
import io.drover.persistence.sql.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Leases of nodes in the database. */
public record HibernateNodes(StatelessSession session, Database database) implements Nodes {
    private record Heard(
            String name,
            @Nullable String home,
            @Nullable String life,
            @Nullable Instant at,
            Instant now) {
        boolean isSilentFor(Duration time) {
            return at == null || Duration.between(at, now).compareTo(time) > 0;
        }
    }

    @Override
    public boolean begin(String node, String home, String life, Duration lease) {
        Heard before = heard("n.name = :node", node).get(0);
        boolean isFree = before.home() == null || before.home().equals(home) || before.isSilentFor(lease);
        String lived = before.life() == null ? "" : before.life();
        return isFree
                && session.createNativeMutationQuery(
                                        "update node set home = :home, life = :life,"
                                                + " heard_at = current_timestamp where name = :node and coalesce(life, '') = :lived")
                                .setParameter("home", home)
                                .setParameter("life", life)
                                .setParameter("node", node)
                                .setParameter("lived", lived)
                                .executeUpdate()
                        == 1;
    }

    @Override
    public boolean beat(String node, String life) {
        return session.createNativeMutationQuery(
                                "update node set heard_at = current_timestamp where name = :node and life = :life")
                        .setParameter("node", node)
                        .setParameter("life", life)
                        .executeUpdate()
                == 1;
    }

    @Override
    public boolean isSilent(int number, Duration longerThan) {
        return isSilent(session, number, longerThan);
    }

    /** {@return whether the node of a number was not heard of for so long, or never} */
    public static boolean isSilent(StatelessSession session, int number, Duration longerThan) {
        return session
                .createSelectionQuery(
                        "select n.name, n.home, n.life, n.heardAt, current_instant from NodeRow n where n.number = :number",
                        Heard.class)
                .setParameter("number", number)
                .getResultList()
                .stream()
                .allMatch(heard -> heard.isSilentFor(longerThan));
    }

    @Override
    public List<String> silent(String node, Duration longerThan) {
        return heard("n.name <> :node", node).stream()
                .filter(heard -> heard.isSilentFor(longerThan))
                .map(Heard::name)
                .toList();
    }

    @Override
    public boolean cutOff(String node, Duration longerThan) {
        List<Heard> lives = heard("n.name = :node", node);
        boolean isSilent = lives.stream().allMatch(heard -> heard.isSilentFor(longerThan));
        if (isSilent) {
            lives.forEach(silent -> {
                // not those of a process that is about to begin
                if (silent.life() != null) {
                    database.endSessions(session, node, silent.life());
                }
            });
        }
        return isSilent;
    }

    private List<Heard> heard(String condition, String node) {
        return session.createSelectionQuery(
                        "select n.name, n.home, n.life, n.heardAt, current_instant from NodeRow n where " + condition
                                + " order by n.number",
                        Heard.class)
                .setParameter("node", node)
                .getResultList();
    }
}
