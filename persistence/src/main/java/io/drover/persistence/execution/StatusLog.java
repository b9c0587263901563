package io.drover.persistence.execution;

import io.drover.model.execution.ExecutionStatus;
import io.drover.model.execution.StatusChange;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An execution's log as JSON: {@code [{"status": "requested", "at": "2026-01-31T12:00:00Z"}, …]}. */
final class StatusLog {
    private StatusLog() {}

    static String write(List<StatusChange> log) {
        StringBuilder json = new StringBuilder(log.size() * 60).append('[');
        for (StatusChange change : log) {
            json.append(json.length() > 1 ? ",{\"status\":\"" : "{\"status\":\"")
                    .append(change.status().word())
                    .append("\",\"at\":\"")
                    .append(Instants.stored(change.at()))
                    .append("\"}");
        }
        return json.append(']').toString();
    }

    static List<StatusChange> read(String json) {
        List<StatusChange> log = new ArrayList<>();
        for (Object entry : Documents.readArray(json)) {
            if (entry instanceof Map<?, ?> change) {
                log.add(new StatusChange(
                        ExecutionStatus.ofWord(String.valueOf(change.get("status"))),
                        Instant.parse(String.valueOf(change.get("at")))));
            }
        }
        return log;
    }
}
