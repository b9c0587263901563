package io.drover.engine.webhook;

import io.drover.engine.api.Webhooks;
import io.drover.engine.catalog.Registry;
import io.drover.engine.catalog.WebhookPath;
import io.drover.engine.webhook.Signature.Proof;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import io.drover.model.text.Sha256;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInbox;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands HTTP requests to the webhook triggers of their url (platform spec 1.6, "Webhooks"). */
public final class WebhookDoor implements Webhooks {
    private static final String DELIVERY = "delivery";

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
        return deliver(path, registry.webhooks(path), payload, sent, traceTag, parent);
    }

    @Override
    public boolean takesSignatureForToken(String url) {
        return at(url).stream().anyMatch(Signature::isInsteadOfToken);
    }

    @Override
    public CompletionStage<List<Acceptance>> deliverSigned(
            String url,
            Map<String, @Nullable Object> payload,
            byte[] sent,
            @Nullable String traceTag,
            @Nullable TraceParent parent) {
        String path = WebhookPath.withoutSlashes(url);
        List<Trigger> open = registry.webhooks(path).stream()
                .filter(Signature::isInsteadOfToken)
                .toList();
        if (open.isEmpty()) {
            throw DroverException.of(ErrorCode.UNAUTHENTICATED, "This webhook asks for a token or API key. Send one.");
        }
        return deliver(path, open, payload, sent, traceTag, parent);
    }

    private CompletionStage<List<Acceptance>> deliver(
            String path,
            List<Trigger> triggers,
            Map<String, @Nullable Object> payload,
            byte[] sent,
            @Nullable String traceTag,
            @Nullable TraceParent parent) {
        String tag = traceTag == null ? "webhook-" + path + "-" + UUID.randomUUID() : traceTag;
        String source = "webhook:" + path;
        if (triggers.stream().anyMatch(trigger -> Signature.of(trigger) != null)) {
            return signatures
                    .admit(triggers, name -> header(payload, name), sent)
                    .thenCompose(admitted -> inbox.acceptAll(admitted.entrySet().stream()
                            .map(entry -> signed(entry.getKey(), payload, entry.getValue(), tag, source, parent))
                            .toList()));
        }
        if (triggers.size() == 1) {
            return fitting.apply(delivered(triggers.get(0), payload, tag, source, parent))
                    .thenApply(List::of);
        }
        return inbox.acceptAll(triggers.stream()
                .map(trigger -> delivered(trigger, payload, tag, source, parent))
                .toList());
    }

    @Override
    public CompletionStage<Acceptance> emit(
            Ref trigger,
            Map<String, @Nullable Object> payload,
            @Nullable String traceTag,
            String source,
            @Nullable TraceParent parent) {
        UnsignedDoor.require(registry, trigger);
        return inbox.accept(
                new Emission(trigger, payload, null, null, Emission.DEDUPE_WINDOW, traceTag, source, parent));
    }

    private static @Nullable String header(Map<String, @Nullable Object> payload, String name) {
        return payload.get("headers_lower") instanceof Map<?, ?> headers && headers.get(name) instanceof String value
                ? value
                : null;
    }

    // what was taken before is known by its signature, so whoever sends it again gets the same answer and no second
    // event; a header with an id is not signed, and counts only where signatures are not remembered
    private static Emission signed(
            Trigger trigger,
            Map<String, @Nullable Object> payload,
            Optional<Proof> proof,
            @Nullable String traceTag,
            String source,
            @Nullable TraceParent parent) {
        String identity = proof.map(Proof::identity).orElse(null);
        boolean remembered = proof.map(Proof::isRemembered).orElse(false);
        if (identity == null || (!remembered && delivery(trigger, payload) != null)) {
            return delivered(trigger, payload, traceTag, source, parent);
        }
        Duration known = proof.map(Proof::known).orElse(Emission.DEDUPE_WINDOW);
        return new Emission(trigger.ref(), payload, null, identity, known, traceTag, source, parent);
    }

    // a sender that comes again with the same delivery is known by its id, where the trigger names the header
    private static Emission delivered(
            Trigger trigger,
            Map<String, @Nullable Object> payload,
            @Nullable String traceTag,
            String source,
            @Nullable TraceParent parent) {
        return new Emission(
                trigger.ref(),
                payload,
                null,
                delivery(trigger, payload),
                Emission.DEDUPE_WINDOW,
                traceTag,
                source,
                parent);
    }

    private static @Nullable String delivery(Trigger trigger, Map<String, @Nullable Object> payload) {
        String id = trigger.parameters().get(DELIVERY) instanceof String header
                ? header(payload, header.toLowerCase(Locale.ROOT))
                : null;
        return id == null || id.isBlank() ? null : DELIVERY + ":" + Sha256.hex(id);
    }
}
