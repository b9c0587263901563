package io.drover.engine.webhook;

import io.drover.engine.api.Webhooks;
import io.drover.engine.catalog.Registry;
import io.drover.engine.catalog.WebhookPath;
import io.drover.engine.webhook.Signature.Proof;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands HTTP requests to the webhook triggers of their url (platform spec 1.6, "Webhooks"). */
public final class WebhookDoor implements Webhooks {
    private final Registry registry;
    private final TriggerInbox inbox;
    private final Function<Emission, CompletionStage<Acceptance>> fitting;
    private final Signatures signatures;

    /**
     * A door.
     *
     * @param fitting takes an event whose payload is known to fit its type: one that is delivered here is given the form of
     *     a webhook's payload, whatever the sender sent
     */
    public WebhookDoor(
            Registry registry,
            TriggerInbox inbox,
            Function<Emission, CompletionStage<Acceptance>> fitting,
            Signatures signatures) {
        this.registry = registry;
        this.inbox = inbox;
        this.fitting = fitting;
        this.signatures = signatures;
    }

    @Override
    public List<Trigger> registered() {
        return registry.webhooks();
    }

    @Override
    public List<Trigger> at(String url) {
        return registry.webhooks(WebhookPath.withoutSlashes(url));
    }

    @Override
    public CompletionStage<List<Acceptance>> deliver(
            String url,
            Map<String, @Nullable Object> payload,
            byte[] sent,
            @Nullable String traceTag,
            @Nullable TraceParent parent) {
        String path = WebhookPath.withoutSlashes(url);
        String tag = traceTag == null ? "webhook-" + path + "-" + UUID.randomUUID() : traceTag;
        List<Trigger> triggers = registry.webhooks(path);
        String source = "webhook:" + path;
        if (triggers.stream().anyMatch(trigger -> Signature.of(trigger) != null)) {
            return signatures
                    .admit(triggers, name -> header(payload, name), sent)
                    .thenCompose(admitted -> inbox.acceptAll(admitted.entrySet().stream()
                            .map(entry -> signed(entry.getKey(), payload, entry.getValue(), tag, source, parent))
                            .toList()));
        }
        if (triggers.size() == 1) {
            return fitting.apply(emission(triggers.get(0).ref(), payload, tag, source, parent))
                    .thenApply(List::of);
        }
        return inbox.acceptAll(triggers.stream()
                .map(trigger -> emission(trigger.ref(), payload, tag, source, parent))
                .toList());
    }

    @Override
    public CompletionStage<Acceptance> emit(
            Ref trigger,
            Map<String, @Nullable Object> payload,
            @Nullable String traceTag,
            String source,
            @Nullable TraceParent parent) {
        Trigger known = registry.trigger(trigger);
        if (known != null && Signature.of(known) != null) {
            throw DroverException.of(
                    ErrorCode.PERMISSION_DENIED,
                    "The webhook trigger '" + trigger + "' takes signed requests only. Send them to its own url.");
        }
        return inbox.accept(emission(trigger, payload, traceTag, source, parent));
    }

    private static @Nullable String header(Map<String, @Nullable Object> payload, String name) {
        return payload.get("headers_lower") instanceof Map<?, ?> headers && headers.get(name) instanceof String value
                ? value
                : null;
    }

    // what was taken before is known by its signature, so whoever sends it again gets the same answer and no second
    // event
    private static Emission signed(
            Trigger trigger,
            Map<String, @Nullable Object> payload,
            Optional<Proof> proof,
            @Nullable String traceTag,
            String source,
            @Nullable TraceParent parent) {
        String identity = proof.map(Proof::identity).orElse(null);
        Duration remember = proof.map(Proof::remember).orElse(Emission.DEDUPE_WINDOW);
        return new Emission(trigger.ref(), payload, null, identity, remember, traceTag, source, parent);
    }

    private static Emission emission(
            Ref trigger,
            Map<String, @Nullable Object> payload,
            @Nullable String traceTag,
            String source,
            @Nullable TraceParent parent) {
        return new Emission(trigger, payload, null, null, Emission.DEDUPE_WINDOW, traceTag, source, parent);
    }
}
