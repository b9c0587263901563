package io.drover.model.store;

import io.drover.model.execution.OutputChunk;
import java.util.List;

/** What actions wrote while they ran. */
public interface Outputs {

    void appendAll(List<OutputChunk> chunks);

    /** {@return chunks of an execution from the given number on, in order} */
    List<OutputChunk> list(String executionId, int from);
}
