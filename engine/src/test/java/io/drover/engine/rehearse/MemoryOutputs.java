package io.drover.engine.rehearse;

import io.drover.model.execution.OutputChunk;
import io.drover.model.store.Outputs;
import java.util.List;

/** Output, piece by piece. */
record MemoryOutputs(Table<OutputChunk> chunks) implements Outputs {

    @Override
    public void appendAll(List<OutputChunk> added) {
        added.forEach(chunk -> chunks.insert(chunk.executionId() + "/" + chunk.number(), chunk));
    }

    @Override
    public List<OutputChunk> list(String executionId, int from) {
        return chunks.stream()
                .filter(chunk -> chunk.executionId().equals(executionId) && chunk.number() >= from)
                .toList();
    }
}
