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
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Makes changes of the datastore events of {@code core.st2.key_value_pair.*}, where a rule listens, committed together with them. */
record PairTrigger(Registry registry, Dispatcher dispatcher, Committer committer, Ids ids) implements StoredPairs.Way {

    @Override
    public void commit(Consumer<Batch> change, List<PairEvent> events) {
        List<Emission> heard = events.stream()
                .filter(event -> registry.hears(event.type()))
                .map(event -> Emission.of(event.type(), event.payload(), "engine"))
                .toList();
        if (heard.isEmpty()) {
            committer.commit(Change.of(change));
            return;
        }
        try {
            dispatcher.follow(heard, new Trace(ids.next(), null), change).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DroverException known) {
                throw known;
            }
            throw e;
        }
    }
}
