package io.drover.engine.api;

import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Trigger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The door for HTTP senders. */
public interface Webhooks {

    /** {@return the webhook triggers that rules ask for} */
    List<Trigger> registered();

    /** {@return the webhook triggers at a url such as {@code sample/deploy}; empty where no rule asks for it} */
    List<Trigger> at(String url);

    /**
     * Hands over a request to every trigger of the url; each answers for itself.
     *
     * @param payload {@code headers}, {@code headers_lower}, {@code body}
     * @param sent the body as it was sent, which is what a signature is about
     * @param traceTag null: {@code webhook-<url>-<uuid>}
     * @param parent the sender's span; null: none
     * @return a failure with {@code UNAUTHENTICATED} or {@code PERMISSION_DENIED} where every trigger of the url asks for a
     *     signature that the request does not have
     */
    CompletionStage<List<Acceptance>> deliver(
            String url,
            Map<String, @Nullable Object> payload,
            byte[] sent,
            @Nullable String traceTag,
            @Nullable TraceParent parent);

    /** {@return whether a trigger of the url takes a right signature in the place of a token} */
    boolean takesSignatureForToken(String url);

    /**
     * Hands over a request of somebody who showed no token: to those triggers of the url that take a right signature in its
     * place, and to no others.
     *
     * @see #deliver
     */
    CompletionStage<List<Acceptance>> deliverSigned(
            String url,
            Map<String, @Nullable Object> payload,
            byte[] sent,
            @Nullable String traceTag,
            @Nullable TraceParent parent);

    /** Hands over one event of any trigger, as {@code POST /webhooks/st2} does. */
    CompletionStage<Acceptance> emit(
            Ref trigger,
            Map<String, @Nullable Object> payload,
            @Nullable String traceTag,
            String source,
            @Nullable TraceParent parent);
}
