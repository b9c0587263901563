package io.drover.camelroutes.source;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Keeps headers from outside that would steer Camel, in whatever case they are written, and credentials out of routes.
 * What the component's own filter holds back stays held back. The built-in filters let odd cases of {@code Camel…}
 * through (CVE-2026-40453 and those before it).
 */
final class OutsideHeaders implements HeaderFilterStrategy {
    private static final String OPTION = "headerFilterStrategy";
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-auth-token", "st2-api-key");

    private static final Set<String> JMS = Set.of("jms", "amqp");

    private final HeaderFilterStrategy inner;

    OutsideHeaders(HeaderFilterStrategy inner) {
        this.inner = inner;
    }

    /** Puts this filter in front of the one that the endpoint has; an endpoint without one is left alone. */
    static void filter(Endpoint endpoint) {
        Component component = endpoint.getComponent();
        if (component != null) {
            filter(component.getEndpointPropertyConfigurer(), endpoint, component.getCamelContext(), camelsOwn());
        }
    }

    /**
     * The same for what a component hands on to its endpoints: those of {@code amqp} look for it while they are made. A
     * component that has none is left alone, since its endpoints have theirs.
     */
    static void filter(String name, Component component) {
        HeaderFilterStrategy standard = JMS.contains(name) ? jms() : null;
        filter(component.getComponentPropertyConfigurer(), component, component.getCamelContext(), standard);
    }

    private static void filter(
            @Nullable PropertyConfigurer options,
            Object target,
            CamelContext context,
            @Nullable HeaderFilterStrategy standard) {
        if (!(options instanceof PropertyConfigurerGetter getter) || getter.getOptionType(OPTION, true) == null) {
            return;
        }
        Object present = getter.getOptionValue(target, OPTION, true);
        HeaderFilterStrategy inner = present instanceof HeaderFilterStrategy given ? given : standard;
        if (inner != null && !(inner instanceof OutsideHeaders)) {
            options.configure(context, target, OPTION, new OutsideHeaders(inner), true);
        }
    }

    private static DefaultHeaderFilterStrategy camelsOwn() {
        DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
        strategy.setOutFilterStartsWith(DefaultHeaderFilterStrategy.CAMEL_FILTER_STARTS_WITH);
        return strategy;
    }

    /** As Camel's own for JMS: what a provider sets is not passed on to the next one. */
    private static DefaultHeaderFilterStrategy jms() {
        DefaultHeaderFilterStrategy strategy = camelsOwn();
        strategy.setLowerCase(true);
        strategy.setOutFilter(Set.of(
                "jmsxuserid",
                "jmsxappid",
                "jmsxdeliverycount",
                "jmsxproducertxid",
                "jmsxconsumertxid",
                "jmsxrcvtimestamp",
                "jmsxrecvtimestamp",
                "jmsxstate"));
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
