package io.drover.engine.explain;

import io.drover.engine.access.Asked;
import io.drover.engine.api.Events;
import io.drover.engine.api.Explanation;
import io.drover.engine.catalog.Registry;
import io.drover.engine.dispatch.Dispatcher;
import io.drover.engine.webhook.UnsignedDoor;
import io.drover.model.access.Principal;
import io.drover.model.audit.AuditRecord;
import io.drover.model.error.DroverException;
import io.drover.model.json.JsonValues;
import io.drover.model.pack.Kind;
import io.drover.model.pack.Ref;
import io.drover.model.rule.RuleRevision;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.store.Store;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.TriggerInstance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stored events: looked at, handed in once more, explained. */
public final class StoredEvents implements Events {
    private final Store store;
    private final Registry registry;
    private final Dispatcher dispatcher;
    private final Why why;

    public StoredEvents(Store store, Registry registry, Dispatcher dispatcher, Why why) {
        this.store = store;
        this.registry = registry;
        this.dispatcher = dispatcher;
        this.why = why;
    }

    @Override
    public Optional<TriggerInstance> find(String id) {
        return store.read(transaction -> transaction.triggerInstances().find(id));
    }

    @Override
    public Listing<TriggerInstance> list(Query query) {
        return store.read(transaction -> transaction.triggerInstances().list(query));
    }

    @Override
    public CompletionStage<Acceptance> emit(Emission emission, Principal by) {
        UnsignedDoor.require(registry, emission.trigger());
        return dispatcher.acceptAsked(
                emission,
                made -> AuditRecord.of(
                                by.user(),
                                "emitted",
                                "event",
                                made.id(),
                                made.trace().id(),
                                made.acceptedAt())
                        .because(Asked.WHY));
    }

    @Override
    public CompletionStage<String> reEmit(String id, Principal by) {
        TriggerInstance event = require(id);
        Map<String, @Nullable Object> payload = new LinkedHashMap<>(event.payload());
        payload.put("__context", Map.of("original_id", id));
        Emission again = Emission.of(event.trigger(), JsonValues.copyOf(payload), "re-emitted by " + by.user());
        return dispatcher
                .acceptAsked(
                        again,
                        made -> AuditRecord.of(
                                        by.user(),
                                        "re-emitted",
                                        "event",
                                        id,
                                        event.trace().id(),
                                        made.acceptedAt())
                                .because(Asked.WHY)
                                .with("event", made.id()))
                .thenApply(acceptance -> accepted(id, acceptance));
    }

    private static String accepted(String id, Acceptance acceptance) {
        String instance = acceptance.instanceId();
        if (instance == null) {
            throw DroverException.invalid(
                    "Event '" + id + "' could not be handed in again: " + String.join("; ", acceptance.violations()));
        }
        return instance;
    }

    @Override
    public List<Explanation> why(String id, @Nullable String rule) {
        if (find(id).isEmpty()) {
            List<Explanation> ofSilence = why.ofSilence(id, rule == null ? null : ref(rule));
            if (!ofSilence.isEmpty()) {
                return ofSilence;
            }
        }
        TriggerInstance event = require(id);
        return rule == null ? why.all(event) : List.of(why.one(event, ref(rule)));
    }

    private Ref ref(String refOrId) {
        return registry.rule(refOrId).map(registered -> registered.rule().ref()).orElseGet(() -> storedRule(refOrId));
    }

    private Ref storedRule(String refOrId) {
        return store.read(transaction -> transaction.rules().current()).stream()
                .map(RuleRevision::rule)
                .filter(ref ->
                        ref.toString().equals(refOrId) || Kind.RULE.id(ref).equals(refOrId))
                .findFirst()
                .orElseThrow(() -> DroverException.notFound("Rule with a reference or id \"" + refOrId
                        + "\" not found, now or ever. 'drover rule list' shows all."));
    }

    private TriggerInstance require(String id) {
        return find(id).orElseThrow(() -> DroverException.notFound("Unable to identify resource with id \"" + id
                + "\": there is no such trigger instance. 'drover trigger-instance list' shows the newest."));
    }
}
