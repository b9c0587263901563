package io.drover.persistence.lineage;

import io.drover.model.execution.Execution;
import io.drover.model.trigger.TriggerInstance;
import io.drover.persistence.sql.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.StatelessSession;

/**
 * Finds what belongs to a trace, and the children of an execution, without an index on the tables that every event writes.
 *
 * <p>Most traces are one event and what its rules asked for. The trace has the id of that event, and the executions stand in
 * its enforcements, which are indexed by event. Only what is not found so gets a row here: an event that followed, an
 * execution that somebody asked for within a trace, a child; one row, where a child's parent began the trace.
 */
public final class Lineage {
    private static final String EVENT = "event";
    private static final String EXECUTION = "execution";
    private static final String CHILD = "child";

    private static final String EVENTS_THAT_FOLLOWED =
            "select l.key.id from LineageRow l where l.key.origin in (:values) and l.key.kind = '" + EVENT + "'";

    /** Finds events by their trace. */
    public static final String EVENTS_OF_TRACE =
            "r.id in (select x.id from TriggerInstanceRow x where x.id in (:values)" + " union all "
                    + EVENTS_THAT_FOLLOWED + ")";

    /** Finds enforcements by their trace. */
    public static final String ENFORCEMENTS_OF_TRACE =
            "r.triggerInstance in (select x.triggerInstance from EnforcementRow x"
                    + " where x.triggerInstance in (:values) union all " + EVENTS_THAT_FOLLOWED + ")";

    /** Finds executions by their trace. */
    public static final String EXECUTIONS_OF_TRACE = "r.id in (select x.id from ExecutionRow x where x.id in (:values)"
            + " union all select e.execution from EnforcementRow e where e.triggerInstance in (:values)"
            + " union all select l.key.id from LineageRow l where l.key.origin in (:values) and l.key.kind = '"
            + EXECUTION
            + "' union all select c.id from LineageRow l join ExecutionRow c on c.id = l.key.id"
            + " where l.key.origin in (:values) and l.key.kind = '" + CHILD + "' and c.traceId = l.key.origin)";

    /** Finds executions by their parent. */
    public static final String CHILDREN =
            "r.id in (select l.key.id from LineageRow l where l.key.origin in (:values) and l.key.kind = '" + CHILD
                    + "')";

    private Lineage() {}

    /** {@return the classes of the rows of this package} */
    public static List<Class<?>> rows() {
        return List.of(LineageRow.class);
    }

    /** {@return the ids of direct children by parent, in the order in which they were inserted} */
    public static Map<String, List<String>> childIds(StatelessSession session, Set<String> parents) {
        Map<String, List<String>> children = new LinkedHashMap<>();
        session.createSelectionQuery(
                        "select l.key.origin, l.key.id from LineageRow l join ExecutionRow x on x.id = l.key.id"
                                + " where l.key.origin in (:parents) and l.key.kind = '" + CHILD
                                + "' order by x.sequence",
                        Object[].class)
                .setParameterList("parents", parents)
                .getResultList()
                .forEach(row -> children.computeIfAbsent((String) row[0], none -> new ArrayList<>())
                        .add((String) row[1]));
        return children;
    }

    /** Notes events that are not the first of their trace. */
    public static void ofEvents(StatelessSession session, Database database, List<TriggerInstance> events) {
        List<LineageRow> rows = new ArrayList<>();
        for (TriggerInstance event : events) {
            String trace = event.trace().id();
            if (!trace.equals(event.id())) {
                rows.add(LineageRow.of(trace, EVENT, event.id()));
            }
        }
        LineageRow.INSERT.insert(session, database, rows);
    }

    /**
     * Notes children, and executions that neither began their trace, nor were asked for by a rule for the event that did, nor
     * are children of the execution that did.
     */
    public static void ofExecutions(StatelessSession session, Database database, List<Execution> executions) {
        List<LineageRow> rows = new ArrayList<>();
        for (Execution execution : executions) {
            String trace = execution.trace().id();
            boolean isEnforced = trace.equals(execution.cause().triggerInstance()) && !execution.isRepetition();
            String parent = execution.cause().parent();
            if (!trace.equals(execution.id()) && !isEnforced && !trace.equals(parent)) {
                rows.add(LineageRow.of(trace, EXECUTION, execution.id()));
            }
            if (parent != null) {
                rows.add(LineageRow.of(parent, CHILD, execution.id()));
            }
        }
        LineageRow.INSERT.insert(session, database, rows);
    }
}
