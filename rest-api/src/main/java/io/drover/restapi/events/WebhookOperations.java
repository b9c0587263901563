package io.drover.restapi.events;

import io.drover.engine.api.Webhooks;
import io.drover.model.access.Principal;
import io.drover.model.error.DroverException;
import io.drover.model.execution.TraceParent;
import io.drover.model.pack.Ref;
import io.drover.model.trigger.Acceptance;
import io.drover.model.trigger.Trigger;
import io.drover.restapi.http.Answer;
import io.drover.restapi.http.Body;
import io.drover.restapi.http.Call;
import io.drover.restapi.http.Fields;
import io.drover.restapi.json.Json;
import io.drover.restapi.shape.Shapes;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The door for HTTP senders: answered once what they sent is committed, with what they sent. */
public final class WebhookOperations {
    private static final String TRACE_TAG = "st2-trace-tag";
    private static final String REQUEST_ID = "x-request-id";
    private static final Set<String> NEVER_STORED = Set.of("x-auth-token", "st2-api-key", "cookie", TRACE_TAG);

    private final Webhooks webhooks;

    public WebhookOperations(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    public Answer list(Call call) {
        return Answer.ok(webhooks.registered().stream().map(Shapes::trigger).toList());
    }

    public Answer get(Call call) {
        String url = url(call);
        List<Trigger> triggers = webhooks.at(url);
        if (triggers.isEmpty()) {
            throw unknown(url);
        }
        return Answer.ok(Shapes.trigger(triggers.get(0)));
    }

    /** Takes a request to a url that a rule asks for. Hands over and never waits. */
    public CompletionStage<Answer> post(Call call) {
        String url = url(call);
        if (webhooks.at(url).isEmpty()) {
            throw unknown(url);
        }
        Object body = Body.any(call);
        if (!(body instanceof Map) && !(body instanceof List)) {
            throw DroverException.invalid(
                    "Expected a body of type 'object', 'array', but found " + Body.kind(body) + ".");
        }
        Map<String, @Nullable Object> payload = payload(call, body);
        byte[] sent = call.body().getBytes();
        String tag = call.headers().get(TRACE_TAG);
        CompletionStage<List<Acceptance>> delivered = call.principal().isSigner()
                ? webhooks.deliverSigned(url, payload, sent, tag, traceParent(call))
                : webhooks.deliver(url, payload, sent, tag, traceParent(call));
        return delivered.thenApply(acceptances -> {
            refuseIfAllRefused(acceptances);
            return echo(call, body);
        });
    }

    /** Takes an event of any trigger: {@code {trigger, payload}}. Hands over and never waits. */
    public CompletionStage<Answer> emit(Call call) {
        Fields fields = call.fields();
        String trigger = fields.textOr("trigger", null);
        if (trigger == null || trigger.isEmpty()) {
            throw DroverException.invalid("Trigger not specified.");
        }
        return webhooks.emit(
                        Ref.parse(trigger),
                        fields.object("payload"),
                        call.headers().get(TRACE_TAG),
                        "webhook:st2",
                        traceParent(call))
                .thenApply(acceptance -> {
                    refuseIfAllRefused(List.of(acceptance));
                    return echo(call, fields.values());
                });
    }

    private static @Nullable TraceParent traceParent(Call call) {
        return TraceParent.parse(call.headers().get(TraceParent.NAME));
    }

    /** {@return whose a request without a token is, where a signature takes its place} */
    public @Nullable Principal signer(Map<String, String> place) {
        String url = withoutSlashes(place.getOrDefault("hook", ""));
        return webhooks.takesSignatureForToken(url) ? Principal.signer(url) : null;
    }

    private static String url(Call call) {
        return withoutSlashes(call.at("hook"));
    }

    private static String withoutSlashes(String url) {
        int from = 0;
        int to = url.length();
        while (from < to && url.charAt(from) == '/') {
            from++;
        }
        while (to > from && url.charAt(to - 1) == '/') {
            to--;
        }
        return url.substring(from, to);
    }

    private static Map<String, @Nullable Object> payload(Call call, @Nullable Object body) {
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        Map<String, @Nullable Object> lower = new LinkedHashMap<>();
        call.headers().forEach(header -> {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!NEVER_STORED.contains(name)) {
                lower.merge(name, header.getValue(), (first, second) -> first + ", " + second);
            }
        });
        lower.putIfAbsent(REQUEST_ID, call.requestId());
        lower.forEach((name, value) -> headers.put(title(name), value));
        Map<String, @Nullable Object> payload = new LinkedHashMap<>();
        payload.put("headers", headers);
        payload.put("headers_lower", lower);
        payload.put("body", body);
        return payload;
    }

    // X-Github-Event, as existing rules ask for it, however the sender wrote it
    private static String title(String name) {
        StringBuilder title = new StringBuilder(name.length());
        boolean start = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            title.append(start ? Character.toUpperCase(c) : c);
            start = c == '-';
        }
        return title.toString();
    }

    private static void refuseIfAllRefused(List<Acceptance> acceptances) {
        if (acceptances.stream().allMatch(one -> one.verdict() == Acceptance.Verdict.REFUSED)) {
            throw DroverException.invalid("The event was refused: "
                    + String.join(
                            "; ",
                            acceptances.stream()
                                    .flatMap(one -> one.violations().stream())
                                    .distinct()
                                    .toList()));
        }
    }

    // what came as JSON goes back byte for byte
    private static Answer echo(Call call, @Nullable Object body) {
        boolean sent = Body.isJson(call) && call.body().length() > 0;
        return Answer.jsonText(202, sent ? call.body() : Buffer.buffer(Json.write(body)));
    }

    private static DroverException unknown(String url) {
        return DroverException.notFound("Webhook " + url + " not registered with st2. A rule with the trigger"
                + " core.st2.webhook and this url registers it.");
    }
}
