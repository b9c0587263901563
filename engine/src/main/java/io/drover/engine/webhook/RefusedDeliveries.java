package io.drover.engine.webhook;

import io.drover.engine.access.Asked;
import io.drover.engine.api.DeadLetterBox;
import io.drover.engine.commit.Change;
import io.drover.engine.commit.Committer;
import io.drover.engine.schema.Json;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Ref;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.Store;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInbox;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Dead letters: looked at, handed in again, thrown away. */
public final class RefusedDeliveries implements DeadLetterBox {
    private final Store store;
    private final Committer committer;
    private final TriggerInbox inbox;
    private final InstantSource clock;

    public RefusedDeliveries(Store store, Committer committer, TriggerInbox inbox, InstantSource clock) {
        this.store = store;
        this.committer = committer;
        this.inbox = inbox;
        this.clock = clock;
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return store.read(transaction -> transaction.deadLetters().find(id));
    }

    @Override
    public Listing<DeadLetter> list(Query query) {
        return store.read(transaction -> transaction.deadLetters().list(query));
    }

    @Override
    public CompletionStage<Acceptance> reEmit(String id, Principal by) {
        DeadLetter letter = require(id);
        Ref trigger = letter.trigger();
        if (trigger == null) {
            throw DroverException.conflict("Dead letter '" + id
                    + "' does not say for which trigger it was meant; it can only be looked at and discarded.");
        }
        if (letter.base64() || letter.size() > letter.content().getBytes(StandardCharsets.UTF_8).length) {
            throw DroverException.conflict("Dead letter '" + id
                    + "' is not a whole text, so it cannot be handed in again. Send it again from its source.");
        }
        Map<String, @Nullable Object> payload = Json.read(letter.content())
                .filter(Map.class::isInstance)
                .map(value -> JsonValues.copyOf((Map<?, ?>) value))
                .orElseThrow(() -> DroverException.conflict("Dead letter '" + id
                        + "' is no JSON object, so it cannot become an event. Correct it at its source."));
        Emission emission =
                new Emission(trigger, payload, null, letter.identity(), Emission.DEDUPE_WINDOW, null, letter.source());
        return inbox.accept(emission).thenCompose(acceptance -> {
            if (acceptance.verdict() == Acceptance.Verdict.REFUSED) {
                return CompletableFuture.completedFuture(acceptance);
            }
            return committer
                    .submit(Change.of(batch -> {
                        batch.also(transaction -> transaction.deadLetters().remove(id));
                        batch.append(Asked.by(by, "re-emitted", "dead letter", id, clock.instant())
                                .with("event", acceptance.instanceId()));
                    }))
                    .thenApply(outcome -> acceptance);
        });
    }

    @Override
    public void discard(String id, Principal by) {
        require(id);
        committer.commit(Change.of(batch -> {
            batch.also(transaction -> transaction.deadLetters().remove(id));
            batch.append(Asked.by(by, "discarded", "dead letter", id, clock.instant()));
        }));
    }

    private DeadLetter require(String id) {
        return find(id).orElseThrow(() ->
                DroverException.notFound("Dead letter \"" + id + "\" not found. 'drover dead-letter list' shows all."));
    }
}
