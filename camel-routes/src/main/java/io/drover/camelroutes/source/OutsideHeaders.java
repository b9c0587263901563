package io.drover.camelroutes.source;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultHeaderFilterStrategy;

/**
 * Keeps headers from outside that would steer Camel, in whatever case they are written, and credentials out of routes.
 * What the component's own filter holds back stays held back. The built-in filters let odd cases of {@code Camel…}
 * through (CVE-2026-40453 and those before it).
 */
public final class OutsideHeaders implements HeaderFilterStrategy {
    private static final String OPTION = "headerFilterStrategy";
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-auth-token", "st2-api-key");

    private final HeaderFilterStrategy inner;

    OutsideHeaders(HeaderFilterStrategy inner) {
        this.inner = inner;
    }

    /** {@return a strategy that puts this filter in front of the one of every endpoint that has one} */
    public static EndpointStrategy onEveryEndpoint() {
        return (uri, endpoint) -> {
            filter(endpoint);
            return endpoint;
        };
    }

    private static void filter(Endpoint endpoint) {
        PropertyConfigurer options =
                endpoint.getComponent() == null ? null : endpoint.getComponent().getEndpointPropertyConfigurer();
        if (!(options instanceof PropertyConfigurerGetter getter) || getter.getOptionType(OPTION, true) == null) {
            return;
        }
        Object present = getter.getOptionValue(endpoint, OPTION, true);
        if (!(present instanceof OutsideHeaders)) {
            HeaderFilterStrategy inner = present instanceof HeaderFilterStrategy given ? given : camelsOwn();
            options.configure(endpoint.getCamelContext(), endpoint, OPTION, new OutsideHeaders(inner), true);
        }
    }

    private static HeaderFilterStrategy camelsOwn() {
        DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
        strategy.setOutFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
        return strategy;
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        return isForbidden(name) || inner.applyFilterToExternalHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return inner.applyFilterToCamelHeaders(name, value, exchange);
    }

    private static boolean isForbidden(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith("camel")
                || lower.startsWith("org.apache.camel.")
                || lower.startsWith("org_apache_camel_")
                || CREDENTIALS.contains(lower);
    }
}
