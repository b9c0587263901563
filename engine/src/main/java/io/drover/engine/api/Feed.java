package io.drover.engine.api;

import io.drover.model.execution.Execution;
import io.drover.model.execution.OutputChunk;
import io.drover.model.execution.Trace;
import io.drover.model.json.JsonValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens to executions, told after it is committed. It costs nothing while nobody listens. */
public interface Feed {

    /** Something that happened; {@code batch} is the number of the commit that it belongs to, or follows. */
    sealed interface Happening {
        long batch();
    }

    /** An execution was requested. */
    record Requested(long batch, Execution execution) implements Happening {}

    /** An execution is in another status. */
    record Changed(long batch, Execution execution) implements Happening {}

    /** An action wrote something. */
    record Written(long batch, OutputChunk chunk) implements Happening {}

    /**
     * An action announced something.
     *
     * @param route whom it is for
     */
    record Announced(long batch, String route, Map<String, @Nullable Object> payload, Trace trace)
            implements Happening {
        public Announced {
            payload = JsonValues.copyOf(payload);
        }
    }

    /**
     * Listens from now on.
     *
     * @param most how many happenings may wait for the listener; beyond that it misses some, and nobody waits for it
     */
    Listening listen(int most);

    /** Listening, until it is closed. For one thread. */
    interface Listening extends AutoCloseable {

        /** {@return what happened since, in order; empty where nothing did within the time} */
        List<Happening> next(Duration patience) throws InterruptedException;

        /** {@return whether something was missed since this was asked last, because too much waited} */
        boolean missed();

        @Override
        void close();
    }
}
