package io.drover.persistence.workflow;

import io.drover.persistence.sql.Documents;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** The long values of one run, each read where a document names it, and taken apart once: many may be left behind by laps of loops. */
final class KnownLongValues {
    private final StatelessSession session;
    private final String run;
    private final Map<String, @Nullable Object> read = new HashMap<>();

    KnownLongValues(StatelessSession session, String run) {
        this.session = session;
        this.run = run;
    }

    /** {@return the value whose text has a hash} */
    @Nullable
    Object value(String hash) {
        if (!read.containsKey(hash)) {
            WorkflowValueRow row = session.get(WorkflowValueRow.class, new WorkflowValueRow.Key(run, hash));
            if (row == null) {
                throw new IllegalStateException("Expected the value '" + hash + "' of the workflow's run '" + run
                        + "' in the database, but found none");
            }
            read.put(hash, Documents.read(row.text, this::value));
        }
        return read.get(hash);
    }
}
