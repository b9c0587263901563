package io.drover.workflow.conduct;

import io.drover.workflow.Status;
import io.drover.workflow.conduct.Rendering.Rendered;
import io.drover.workflow.definition.Assignment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The output of a run: rendered at the first moment at which it is completed, whatever its status, and again only while it is empty (spec of Orquesta, section 11). */
final class Ending {
    private final Progress progress;

    Ending(Progress progress) {
        this.progress = progress;
    }

    void render() {
        List<Assignment> wanted = progress.workflow.output();
        // where no output is wanted, a look at all tasks after each event would show nothing but to a rerun
        boolean looks = !wanted.isEmpty() || progress.keeps(Quirk.SHALLOW_RERUN);
        if (!progress.status.isCompleted() || progress.output != null || !looks) {
            return;
        }
        List<List<Integer>> terminals = progress.sequence.stream()
                .filter(TaskEntry::terminal)
                .map(TaskEntry::contexts)
                .toList();
        Map<String, @Nullable Object> variables = progress.contexts.merged(terminals);
        Rendered rendered = Rendering.assignments(wanted, variables, TaskFunctions.outside(progress));
        if (!rendered.values().isEmpty()) {
            progress.output = rendered.values();
        }
        rendered.failures().forEach(failure -> progress.log(failure, null, null, null));
        if (!rendered.failures().isEmpty() && progress.status == Status.SUCCEEDED) {
            progress.fail();
        }
    }
}
