package io.drover.engine.webhook;

import io.drover.engine.api.Webhooks;
import io.drover.engine.catalog.Registry;
import io.drover.engine.catalog.WebhookPath;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Emission;
import io.drover.model.trigger.Trigger;
import io.drover.model.trigger.TriggerInbox;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands HTTP requests to the webhook triggers of their url (platform spec 1.6, "Webhooks"). */
public final class WebhookDoor implements Webhooks {
    private final Registry registry;
    private final TriggerInbox inbox;
    private final Function<Emission, CompletionStage<Acceptance>> fitting;

    /**
     * A door.
     *
     * @param fitting takes an event whose payload is known to fit its type: one that is delivered here is given the form of
     *     a webhook's payload, whatever the sender sent
     */
    public WebhookDoor(Registry registry, TriggerInbox inbox, Function<Emission, CompletionStage<Acceptance>> fitting) {
        this.registry = registry;
        this.inbox = inbox;
        this.fitting = fitting;
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
            @Nullable String traceTag,
            @Nullable TraceParent parent) {
        String path = WebhookPath.withoutSlashes(url);
        String tag = traceTag == null ? "webhook-" + path + "-" + UUID.randomUUID() : traceTag;
        List<Trigger> triggers = registry.webhooks(path);
        if (triggers.size() == 1) {
            return fitting.apply(emission(triggers.get(0).ref(), payload, tag, "webhook:" + path, parent))
                    .thenApply(List::of);
        }
        return inbox.acceptAll(triggers.stream()
                .map(trigger -> emission(trigger.ref(), payload, tag, "webhook:" + path, parent))
                .toList());
    }

    @Override
    public CompletionStage<Acceptance> emit(
            Ref trigger,
            Map<String, @Nullable Object> payload,
            @Nullable String traceTag,
            String source,
            @Nullable TraceParent parent) {
        return inbox.accept(emission(trigger, payload, traceTag, source, parent));
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
