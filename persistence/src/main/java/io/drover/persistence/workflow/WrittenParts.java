package io.drover.persistence.workflow;

import io.drover.model.store.WorkflowRuns;
import io.drover.model.workflow.WorkflowPart;
import io.drover.persistence.sql.Database;
import io.drover.persistence.sql.LongValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.StatelessSession;

/** The parts of one commit but the heads, of each the newest, on their way into the database. Their runs were written before, with their heads. */
final class WrittenParts {
    private static final int HASHES_PER_QUERY = 500;

    private final Set<String> newRuns = new HashSet<>();
    private final Map<WorkflowPartRow.Key, WorkflowPart> parts = new LinkedHashMap<>();

    void add(WorkflowRuns.Update update) {
        String run = update.run().id();
        if (RevisedRuns.of(update.run()) == RevisedRuns.NEW) {
            newRuns.add(run);
        }
        for (WorkflowPart part : update.parts()) {
            if (!isHead(part)) {
                parts.put(new WorkflowPartRow.Key(run, part.name()), part);
            }
        }
    }

    /** {@return whether a part is written with its run} */
    static boolean isHead(WorkflowPart part) {
        return part.name().equals(WorkflowRuns.HEAD);
    }

    void write(StatelessSession session, Database database) {
        List<WorkflowPartRow> ofNewRuns = new ArrayList<>();
        List<WorkflowPartRow> others = new ArrayList<>();
        Map<String, LongValues> values = new HashMap<>();
        parts.forEach((key, part) -> {
            LongValues ofRun = values.computeIfAbsent(key.run(), run -> new LongValues());
            WorkflowPartRow row = WorkflowPartRow.of(key, part, ofRun.write(part.document()));
            (newRuns.contains(key.run()) ? ofNewRuns : others).add(row);
        });
        WorkflowPartRow.INSERT.insert(session, database, ofNewRuns);
        WorkflowPartRow.INSERT.upsert(session, database, WorkflowPartRow.KEY, others);
        List<WorkflowValueRow> unknown = new ArrayList<>();
        values.forEach((run, ofRun) -> {
            if (!newRuns.contains(run)) {
                forgetStored(session, run, ofRun.byHash());
            }
            ofRun.byHash().forEach((hash, text) -> unknown.add(WorkflowValueRow.of(run, hash, text)));
        });
        WorkflowValueRow.INSERT.insert(session, database, unknown);
    }

    private static void forgetStored(StatelessSession session, String run, Map<String, String> byHash) {
        List<String> hashes = List.copyOf(byHash.keySet());
        for (int from = 0; from < hashes.size(); from += HASHES_PER_QUERY) {
            session.createSelectionQuery(
                            "select v.key.hash from WorkflowValueRow v where v.key.run = :run and v.key.hash in (:hashes)",
                            String.class)
                    .setParameter("run", run)
                    .setParameterList("hashes", hashes.subList(from, Math.min(hashes.size(), from + HASHES_PER_QUERY)))
                    .getResultList()
                    .forEach(byHash::remove);
        }
    }
}
