package io.drover.persistence.workflow;

import io.drover.persistence.sql.Documents;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** The long values of one run, read where a document names the first of them, and taken apart once. */
final class KnownLongValues {
    private final StatelessSession session;
    private final String run;
    private final Map<String, @Nullable Object> read = new HashMap<>();
    private @Nullable Map<String, String> texts;

    KnownLongValues(StatelessSession session, String run) {
        this.session = session;
        this.run = run;
    }

    /** {@return the value whose text has a hash} */
    @Nullable
    Object value(String hash) {
        if (!read.containsKey(hash)) {
            String text = texts().get(hash);
            if (text == null) {
                throw new IllegalStateException("Expected the value '" + hash + "' of the workflow's run '" + run
                        + "' in the database, but found none");
            }
            read.put(hash, Documents.read(text, this::value));
        }
        return read.get(hash);
    }

    private Map<String, String> texts() {
        if (texts == null) {
            texts = session
                    .createSelectionQuery("from WorkflowValueRow v where v.key.run = :run", WorkflowValueRow.class)
                    .setParameter("run", run)
                    .getResultList()
                    .stream()
                    .collect(Collectors.toMap(row -> row.key.hash(), row -> row.text));
        }
        return texts;
    }
}
