package io.drover.workflow.rehearse;

import io.drover.workflow.conduct.ErrorEntry;
import io.drover.workflow.conduct.StagedTask;
import io.drover.workflow.conduct.State;
import io.drover.workflow.conduct.TaskEntry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a rehearsal ended, in the form of the recorded cases. */
final class Transcripts {
    private Transcripts() {}

    static Map<String, @Nullable Object> of(State state, Timeline timeline) {
        Map<String, @Nullable Object> end = new LinkedHashMap<>();
        end.put("timeline", timeline.lines());
        end.put("status", state.status().text());
        end.put("output", state.output());
        end.put("errors", state.errors().stream().map(ErrorEntry::document).toList());
        end.put("sequence", state.sequence().stream().map(Transcripts::entry).toList());
        end.put("routes", state.routes());
        end.put("contexts", state.contexts());
        end.put("staged", state.staged().stream().map(Transcripts::staged).toList());
        return end;
    }

    private static Map<String, @Nullable Object> entry(TaskEntry entry) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("task", entry.task());
        document.put("route", entry.route());
        document.put("status", entry.status().text());
        document.put("in", entry.contexts());
        document.put("prev", entry.previous());
        document.put("next", entry.next());
        document.put("term", entry.terminal());
        if (entry.retry() != null) {
            document.put("retries", entry.retry().tally());
        }
        return document;
    }

    private static Map<String, @Nullable Object> staged(StagedTask staged) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("task", staged.task());
        document.put("route", staged.route());
        document.put("ready", staged.ready());
        return document;
    }
}
