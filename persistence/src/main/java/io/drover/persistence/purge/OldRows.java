package io.drover.persistence.purge;

import io.drover.model.execution.ExecutionStatus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the old rows of one kind are found and removed.
 *
 * @param look selects number, moment and whether the row may go, by number from a given one on, at most so many
 * @param remove statements that remove the row with a number, and what hangs on it
 */
record OldRows(String look, List<String> remove) {
    private static final String COMPLETED = Arrays.stream(ExecutionStatus.values())
            .filter(ExecutionStatus::isCompleted)
            .map(status -> "'" + status.word() + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    /** Completed, and neither a parent nor a child of one that is open. */
    private static final String EXECUTION_MAY_GO = "r.status in " + COMPLETED
            + " and not exists (select 1 from lineage l join execution c on c.id = l.id"
            + " where l.origin = r.id and l.kind = 'child' and c.status not in " + COMPLETED + ")"
            + " and not exists (select 1 from execution p where p.id = r.parent and p.status not in " + COMPLETED + ")";

    /** Not those that another execution has taken up since. */
    private static final String RUNS_OF_EXECUTION =
            "(select w.id from workflow_run w" + " where w.execution_id = (select id from execution where seq = ?))";

    static final OldRows EXECUTIONS = new OldRows(
            looking("execution", "coalesce(r.ended_at, r.requested_at)", EXECUTION_MAY_GO),
            List.of(
                    "delete from lineage where kind = 'child' and origin = (select id from execution where seq = ?)",
                    "delete from lineage where kind = 'child' and origin = (select parent from execution where seq = ?)"
                            + " and id = (select id from execution where seq = ?)",
                    "delete from lineage where kind = 'execution'"
                            + " and origin = (select trace_id from execution where seq = ?)"
                            + " and id = (select id from execution where seq = ?)",
                    "delete from workflow_value where run_id in " + RUNS_OF_EXECUTION,
                    "delete from workflow_part where run_id in " + RUNS_OF_EXECUTION,
                    "delete from workflow_run where id in " + RUNS_OF_EXECUTION,
                    "delete from execution where seq = ?"));

    static final OldRows OUTPUTS = new OldRows(
            looking(
                    "execution",
                    "coalesce(r.ended_at, r.requested_at)",
                    "r.status in " + COMPLETED
                            + " and exists (select 1 from execution_output o where o.execution = r.id)"),
            List.of("delete from execution_output where execution = (select id from execution where seq = ?)"));

    static final OldRows TRIGGER_INSTANCES = new OldRows(
            looking(
                    "trigger_instance",
                    "r.accepted_at",
                    "not exists (select 1 from enforcement e join execution x on x.id = e.execution"
                            + " where e.trigger_instance = r.id and x.status not in " + COMPLETED + ")"),
            List.of(
                    "delete from lineage where kind = 'event'"
                            + " and origin = (select trace_id from trigger_instance where seq = ?)"
                            + " and id = (select id from trigger_instance where seq = ?)",
                    "delete from trigger_instance where seq = ?"));

    static final OldRows ENFORCEMENTS = new OldRows(
            looking(
                    "enforcement",
                    "r.enforced_at",
                    "not exists (select 1 from execution x where x.id = r.execution and x.status not in " + COMPLETED
                            + ")"),
            List.of("delete from enforcement where seq = ?"));

    static final OldRows DEAD_LETTERS = new OldRows(
            looking("dead_letter", "r.refused_at", "true"), List.of("delete from dead_letter where seq = ?"));

    static final OldRows CLAUSE_ERRORS = new OldRows(
            looking("clause_error", "r.error_hour", "true"), List.of("delete from clause_error where seq = ?"));

    OldRows {
        remove = List.copyOf(remove);
    }

    private static String looking(String table, String moment, String mayGo) {
        return "select r.seq, " + moment + ", case when " + mayGo + " then 1 else 0 end from " + table
                + " r where r.seq > ? order by r.seq fetch first ? rows only";
    }
}
