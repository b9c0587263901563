package io.drover.engine.execute;

import io.drover.engine.secret.Veil;
import io.drover.model.action.ActionContext;
import io.drover.model.execution.OutputChunk;
import java.util.EnumSet;
import java.util.Set;

/**
 * Stands for the output of an action whose result has secrets: it may hold them, and nobody can tell where before the
 * result is there. Of each stream only that there was something is kept.
 */
final class HiddenOutput implements ActionContext.Output {
    private final ActionContext.Output kept;
    private final Set<OutputChunk.Stream> told = EnumSet.noneOf(OutputChunk.Stream.class);

    HiddenOutput(ActionContext.Output kept) {
        this.kept = kept;
    }

    @Override
    public synchronized void write(OutputChunk.Stream from, String piece) {
        if (told.add(from)) {
            kept.write(from, Veil.MASK + "\n");
        }
    }
}
