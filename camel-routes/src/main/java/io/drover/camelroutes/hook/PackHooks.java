package io.drover.camelroutes.hook;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/** Makes the {@code platform-http} sources of one pack: each behind its own way to tell a caller. */
public final class PackHooks extends VertxPlatformHttpEngine {
    private final String pack;
    private final HookRouters routers;
    private final Map<String, HookRule> rules;

    private PackHooks(String pack, HookRouters routers, Map<String, HookRule> rules) {
        this.pack = pack;
        this.routers = routers;
        this.rules = rules;
    }

    /** Lets the routes of a context serve paths under {@code /hooks/<pack>}. */
    public static PackHooks open(CamelContext context, String pack, HookRouters routers, Map<String, HookRule> rules) {
        PackHooks hooks = new PackHooks(pack, routers, rules);
        hooks.setCamelContext(context);
        context.getRegistry().bind(PackRouter.NAME, routers.mount(pack));
        context.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, hooks);
        return hooks;
    }

    /** Takes the paths away. */
    public void unmount() {
        routers.unmount(pack);
    }

    @Override
    public int getServerPort() {
        return 0;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new VertxPlatformHttpConsumer(
                endpoint, processor, List.of(request -> guard(request, rule(endpoint))), PackRouter.NAME);
    }

    /** The rule of the route that takes from the endpoint. */
    private HookRule rule(PlatformHttpEndpoint endpoint) {
        return getCamelContext().getRoutes().stream()
                .filter(route -> route.getEndpoint() == endpoint)
                .map(route -> rules.get(route.getId()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(HookRule.API);
    }

    private void guard(RoutingContext request, HookRule rule) {
        switch (rule.auth()) {
            case NONE -> request.next();
            case API -> routers.authentication().handle(request);
            case HMAC -> {
                if (isSigned(request, rule)) {
                    request.next();
                } else {
                    request.response().setStatusCode(401).end();
                }
            }
        }
    }

    private boolean isSigned(RoutingContext request, HookRule rule) {
        String given = request.request().getHeader(rule.header());
        if (given == null) {
            return false;
        }
        Buffer body = request.body() == null ? null : request.body().buffer();
        String secret = getCamelContext().resolvePropertyPlaceholders(rule.secret());
        byte[] expected = hmac(secret, body == null ? new byte[0] : body.getBytes());
        String hex = given.substring(given.indexOf('=') + 1).trim().toLowerCase(Locale.ROOT);
        return MessageDigest.isEqual(
                HexFormat.of().formatHex(expected).getBytes(StandardCharsets.US_ASCII),
                hex.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
