package io.drover.restapi.fake;

import io.drover.engine.api.DeadLetterBox;
import io.drover.engine.api.Events;
import io.drover.engine.api.Explanation;
import io.drover.engine.api.Webhooks;
import io.drover.model.access.Principal;
import io.drover.model.execution.Trace;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import io.drover.model.store.Listing;
import io.drover.model.store.Query;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.DeadLetter;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps what came in, as a webhook or otherwise. */
public final class FakeEvents implements Events, Webhooks {
    private static final Instant AT = Instant.parse("2026-01-01T09:00:00Z");

    private final FakeCatalog catalog;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<String, TriggerInstance> all = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile CompletionStage<?> commit = CompletableFuture.completedFuture(null);
    volatile @Nullable Query lastQuery;

    FakeEvents(FakeCatalog catalog) {
        this.catalog = catalog;
    }

    /** From now on what comes in is accepted when this stage is complete, or fails as it does. */
    public void commitWith(CompletionStage<?> stage) {
        commit = stage;
    }

    /** {@return the instance accepted last} */
    public TriggerInstance last() {
        List<TriggerInstance> list = new ArrayList<>(all.values());
        return list.get(list.size() - 1);
    }

    /** {@return how many were accepted} */
    public int count() {
        return all.size();
    }

    /** {@return the question asked last} */
    public Query lastQuery() {
        return Objects.requireNonNull(lastQuery);
    }

    /** Accepts an event. */
    public TriggerInstance accept(
            Trigger trigger, Map<String, @Nullable Object> payload, @Nullable String tag, String source) {
        return accept(trigger, payload, tag, source, null);
    }

    private TriggerInstance accept(
            Trigger trigger,
            Map<String, @Nullable Object> payload,
            @Nullable String tag,
            String source,
            @Nullable TraceParent parent) {
        String id = String.format(Locale.ROOT, "bbbbbbbbbbbbbbbb%08x", ids.incrementAndGet());
        TriggerInstance instance = new TriggerInstance(
                id, trigger.ref(), trigger.type(), payload, AT, AT, null, source, new Trace(id, tag, parent));
        all.put(id, instance);
        return instance;
    }

    @Override
    public Optional<TriggerInstance> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    @Override
    public Listing<TriggerInstance> list(Query query) {
        lastQuery = query;
        List<TriggerInstance> found = new ArrayList<>(all.values());
        return new Listing<>(found, found.size());
    }

    @Override
    public CompletionStage<Acceptance> emit(Emission emission, Principal by) {
        return emit(emission.trigger(), emission.payload(), emission.traceTag(), emission.source(), emission.parent());
    }

    @Override
    public CompletionStage<String> reEmit(String id, Principal by) {
        TriggerInstance instance = Objects.requireNonNull(all.get(id));
        return CompletableFuture.completedFuture(accept(
                        new Trigger(instance.trigger(), instance.triggerType(), Map.of()),
                        instance.payload(),
                        null,
                        "re_emit")
                .id());
    }

    @Override
    public List<Explanation> why(String id, @Nullable String rule) {
        return List.of(new Explanation(
                Ref.parse(rule == null ? "default.gold_rule" : rule),
                1,
                Explanation.Outcome.NOT_MATCHED,
                List.of(new Explanation.ClauseSeen("trigger.body.kind eq go", "stop", true, false, null)),
                "The kind is 'stop'.",
                List.of()));
    }

    @Override
    public List<Trigger> registered() {
        return catalog.rules().stream()
                .map(rule -> rule.rule().trigger())
                .distinct()
                .toList();
    }

    @Override
    public List<Trigger> at(String url) {
        return registered().stream()
                .filter(trigger -> url.equals(trigger.parameters().get("url")))
                .toList();
    }

    @Override
    public CompletionStage<List<Acceptance>> deliver(
            String url,
            Map<String, @Nullable Object> payload,
            byte[] sent,
            @Nullable String traceTag,
            @Nullable TraceParent parent) {
        return commit.thenApply(done -> at(url).stream()
                .map(trigger -> Acceptance.accepted(accept(trigger, payload, traceTag, "webhook:" + url, parent)
                        .id()))
                .toList());
    }

    @Override
    public boolean takesSignatureForToken(String url) {
        return false;
    }

    @Override
    public CompletionStage<List<Acceptance>> deliverSigned(
            String url,
            Map<String, @Nullable Object> payload,
            byte[] sent,
            @Nullable String traceTag,
            @Nullable TraceParent parent) {
        throw new AssertionError("No trigger here takes a signature in the place of a token, but found " + url);
    }

    @Override
    public CompletionStage<Acceptance> emit(
            Ref trigger,
            Map<String, @Nullable Object> payload,
            @Nullable String traceTag,
            String source,
            @Nullable TraceParent parent) {
        if (catalog.triggerType(trigger.toString()).isEmpty()) {
            return CompletableFuture.completedFuture(
                    Acceptance.refused(List.of("Trigger '" + trigger + "' is not registered")));
        }
        return CompletableFuture.completedFuture(
                Acceptance.accepted(accept(new Trigger(trigger, trigger, Map.of()), payload, traceTag, source, parent)
                        .id()));
    }

    /** One dead letter, which is taken the second time. */
    static final class Letters implements DeadLetterBox {
        private final Map<String, DeadLetter> all = Collections.synchronizedMap(new LinkedHashMap<>());
        private int tries;

        Letters() {
            String id = "cccccccccccccccc00000001";
            all.put(
                    id,
                    new DeadLetter(
                            id, "plant.alerts", "42", Ref.parse("plant.alert"), "{", false, 1, List.of("no JSON"), AT));
        }

        @Override
        public Optional<DeadLetter> find(String id) {
            return Optional.ofNullable(all.get(id));
        }

        @Override
        public Listing<DeadLetter> list(Query query) {
            return new Listing<>(List.copyOf(all.values()), all.size());
        }

        @Override
        public CompletionStage<Acceptance> reEmit(String id, Principal by) {
            if (tries++ == 0) {
                return CompletableFuture.completedFuture(Acceptance.refused(List.of("still no JSON")));
            }
            all.remove(id);
            return CompletableFuture.completedFuture(Acceptance.accepted("bbbbbbbbbbbbbbbb0000beef"));
        }

        @Override
        public void discard(String id, Principal by) {
            all.remove(id);
        }
    }
}
