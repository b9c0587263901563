package io.drover.engine.rehearse;

import io.drover.model.store.WorkflowRuns;
import io.drover.model.workflow.WorkflowPart;
import io.drover.model.workflow.WorkflowRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs of workflows, and the parts of each by name. */
record MemoryWorkflowRuns(Table<WorkflowRun> runs, Table<Map<String, WorkflowPart>> parts) implements WorkflowRuns {

    @Override
    public List<String> writeAll(List<Update> updates) {
        return updates.stream()
                .filter(update -> !write(update))
                .map(update -> update.run().id())
                .toList();
    }

    private boolean write(Update update) {
        String id = update.run().id();
        long stored = find(id).map(WorkflowRun::revision).orElse(0L);
        if (stored + 1 != update.run().revision()) {
            return false;
        }
        runs.put(id, update.run());
        Map<String, WorkflowPart> all = new LinkedHashMap<>(parts.find(id).orElse(Map.of()));
        update.parts().forEach(part -> all.put(part.name(), part));
        parts.put(id, all);
        return true;
    }

    @Override
    public Optional<WorkflowRun> find(String id) {
        return runs.find(id);
    }

    @Override
    public Optional<WorkflowRun> ofExecution(String execution) {
        return runs.stream().filter(run -> run.execution().equals(execution)).findFirst();
    }

    @Override
    public Map<String, Object> parts(String id) {
        Map<String, Object> documents = new LinkedHashMap<>();
        parts.find(id).orElse(Map.of()).forEach((name, part) -> documents.put(name, part.document()));
        return documents;
    }
}
