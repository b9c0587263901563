package io.drover.camelactions.http;

import io.drover.camelactions.value.Given;
import io.drover.camelactions.value.Json;
import io.drover.camelactions.value.ParameterSchemas;
import io.drover.camelactions.value.Secrets;
import io.drover.model.action.ActionContext;
import io.drover.model.action.ActionResult;
import io.drover.model.action.ActionRunner;
import io.drover.model.action.RunnerType;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends an HTTP request (StackStorm inventory 5.3, {@code http-request}). Of a response, at most 16 MB are taken. Each
 * request carries the execution's id, so that a server can tell a repeated one.
 */
public final class HttpRequestRunner implements ActionRunner {
    private static final int LARGEST_BODY = 16 << 20;
    private static final int MOST_REDIRECTS = 30;
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final RunnerType TYPE = new RunnerType(
            "http-request",
            "Sends an HTTP request.",
            new ParameterSchemas()
                    .required("url", "string", "Address to send the request to.")
                    .optional("headers", "object", "Headers of the request, value by name.")
                    .optional("cookies", "object", "Cookies of the request, value by name.")
                    .optional("username", "string", "User for basic authentication.")
                    .secret("password", "Password for basic authentication.")
                    .optional("http_proxy", "string", "Address of the proxy for http addresses.")
                    .optional("https_proxy", "string", "Address of the proxy for https addresses.")
                    .optional("allow_redirects", "boolean", "Whether redirects are followed.", false)
                    .optional("verify_ssl_cert", "boolean", "Whether the server's certificate is checked.", true)
                    .optional("url_hosts_blacklist", "array", "Hosts to which no request may go.")
                    .optional("url_hosts_whitelist", "array", "The only hosts to which requests may go.")
                    .toMap(),
            "body",
            true);

    private final Clients clients = new Clients();

    @Override
    public RunnerType type() {
        return TYPE;
    }

    @Override
    public ActionResult run(ActionContext context) throws InterruptedException {
        double seconds = new Given(context.actionParameters()).number("timeout", 60);
        long deadline = System.nanoTime() + (long) (seconds * 1e9);
        Secrets secrets = Secrets.of(context);
        try {
            return answered(OutgoingRequest.of(context), context, deadline, secrets);
        } catch (TimeoutException e) {
            String url = new Given(context.runnerParameters()).text("url", "");
            return ActionResult.timedOut(Map.of(
                    "error",
                    secrets.masked("Expected an answer from '" + url + "' within " + seconds
                            + " seconds, but it was not complete. Check the server, or give more time by 'timeout'.")));
        } catch (CancellationException e) {
            return ActionResult.canceled(Map.of("error", "Action was canceled"));
        } catch (IllegalArgumentException e) {
            return ActionResult.failed(secrets.masked(String.valueOf(e.getMessage())));
        }
    }

    private ActionResult answered(OutgoingRequest first, ActionContext context, long deadline, Secrets secrets)
            throws InterruptedException, TimeoutException {
        Given given = new Given(context.runnerParameters());
        OutgoingRequest request = first;
        for (int hops = 0; ; hops++) {
            requireAllowed(request.url(), given);
            String proxy =
                    given.text("https".equalsIgnoreCase(request.url().getScheme()) ? "https_proxy" : "http_proxy");
            Message<HttpResponse, byte[]> response;
            try {
                response = answer(request, proxy, given, deadline, context.cancellation());
            } catch (IOException e) {
                return context.cancellation().isCanceled()
                        ? ActionResult.canceled(Map.of("error", "Action was canceled"))
                        : ActionResult.failed(NoAnswer.told(request, proxy, e, secrets));
            }
            if (!given.flag("allow_redirects", false) || !isRedirect(response.getHead())) {
                int status = response.getHead().getCode();
                return status >= 200 && status <= 206
                        ? ActionResult.succeeded(result(response))
                        : ActionResult.failed(result(response));
            }
            if (hops == MOST_REDIRECTS) {
                throw new IllegalArgumentException("Followed " + MOST_REDIRECTS + " redirects from '" + first.url()
                        + "', but found yet another one. Correct the address or the server.");
            }
            URI location =
                    URI.create(response.getHead().getFirstHeader("Location").getValue());
            request = request.redirected(response.getHead().getCode(), location);
        }
    }

    private Message<HttpResponse, byte[]> answer(
            OutgoingRequest request,
            @Nullable String proxy,
            Given given,
            long deadline,
            ActionContext.Cancellation cancellation)
            throws InterruptedException, IOException, TimeoutException {
        Future<Message<HttpResponse, byte[]>> response = clients.to(
                        proxy == null ? null : URI.create(proxy), given.flag("verify_ssl_cert", true))
                .execute(request.toProducer(), new BasicResponseConsumer<>(() -> new BoundedBody(LARGEST_BODY)), null);
        cancellation.whenCanceled(() -> response.cancel(true));
        try {
            return response.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            response.cancel(true);
        }
    }

    private static void requireAllowed(URI url, Given given) {
        List<String> forbidden = given.texts("url_hosts_blacklist");
        List<String> allowed = given.texts("url_hosts_whitelist");
        if (!forbidden.isEmpty() && !allowed.isEmpty()) {
            throw new IllegalArgumentException(
                    "Expected url_hosts_blacklist or url_hosts_whitelist, but found both. Leave one of them out.");
        }
        String host =
                url.getHost() == null ? null : url.getHost().replace("[", "").replace("]", "");
        if (host == null
                || forbidden.stream().anyMatch(host::equalsIgnoreCase)
                || (!allowed.isEmpty() && allowed.stream().noneMatch(host::equalsIgnoreCase))) {
            throw new IllegalArgumentException(
                    "No request may go to host '" + host + "' by url_hosts_blacklist or url_hosts_whitelist.");
        }
    }

    private static boolean isRedirect(HttpResponse response) {
        return List.of(301, 302, 303, 307, 308).contains(response.getCode()) && response.containsHeader("Location");
    }

    private static Map<String, @Nullable Object> result(Message<HttpResponse, byte[]> response) {
        Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHead().getHeaders()) {
            headers.merge(header.getName(), header.getValue(), (one, other) -> one + ", " + other);
        }
        String type = String.valueOf(headers.getOrDefault("Content-Type", ""));
        String text = response.getBody() == null ? "" : new String(response.getBody(), charset(type));
        boolean json = OutgoingRequest.isJson(type);
        Json.Reading body = json ? Json.read(text) : new Json.Reading(false, text);
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("status_code", response.getHead().getCode());
        result.put("body", body.value());
        result.put("parsed", body.parsed());
        result.put("headers", headers);
        return result;
    }

    private static Charset charset(String contentType) {
        Matcher named = CHARSET.matcher(contentType);
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }
}
