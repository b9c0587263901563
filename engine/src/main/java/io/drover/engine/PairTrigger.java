package io.drover.engine;

import io.drover.engine.catalog.Registry;
import io.drover.engine.commit.Batch;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.datastore.PairEvent;
import io.drover.engine.datastore.StoredPairs;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.ids.Ids;
import io.drover.model.error.DroverException;
import io.drover.model.execution.Trace;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Makes changes of the datastore events of {@code core.st2.key_value_pair.*}, where a rule listens. The first event of a
 * change is committed together with it, a second one right after.
 */
record PairTrigger(Registry registry, Dispatcher dispatcher, Committer committer, Ids ids) implements StoredPairs.Way {

    @Override
    public void commit(Consumer<Batch> change, List<PairEvent> events) {
        List<PairEvent> heard =
                events.stream().filter(event -> registry.hears(event.type())).toList();
        if (heard.isEmpty()) {
            committer.commit(Change.of(change));
            return;
        }
        Trace trace = new Trace(ids.next(), null);
        emit(heard.get(0), trace, change);
        heard.stream().skip(1).forEach(event -> emit(event, trace, batch -> {}));
    }

    private void emit(PairEvent event, Trace trace, Consumer<Batch> cause) {
        Trigger trigger = registry.trigger(event.type());
        if (trigger == null) {
            committer.commit(Change.of(cause));
            return;
        }
        try {
            dispatcher
                    .follow(Emission.of(event.type(), event.payload(), "engine"), trigger, trace, cause)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DroverException known) {
                throw known;
            }
            throw e;
        }
    }
}
