package io.drover.camelroutes.source;

import io.drover.model.trigger.SensorStatus.Delivery;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.util.URISupport;

/**
 * Where a route takes its exchanges from: the address in its {@code from}, with the settings under which the source is
 * acknowledged after the commit, where the route did not set them itself.
 *
 * @param scheme the component's name
 * @param uri the whole address
 * @param options the address's options
 */
public record Source(String scheme, String uri, Map<String, Object> options) {
    private static final String OWN_NAME = "{own name}";
    private static final Map<String, String> JMS =
            Map.of("transacted", "true", "lazyCreateTransactionManager", "false", "cacheLevelName", "CACHE_CONSUMER");
    private static final Map<String, String> REMOTE = Map.of("throwExceptionOnConnectFailed", "true");
    private static final Map<String, Map<String, String>> SAFE_OPTIONS = Map.of(
            "ftp", REMOTE,
            "ftps", REMOTE,
            "sftp", REMOTE,
            "jms", JMS,
            "amqp", JMS,
            "sjms", Map.of("transacted", "true"),
            "sjms2", Map.of("transacted", "true"),
            "paho-mqtt5",
                    Map.of(
                            "manualAcksEnabled", "true",
                            "cleanStart", "false",
                            "sessionExpiryInterval", "604800",
                            "qos", "1",
                            "maxReconnectDelay", "10000",
                            "clientId", OWN_NAME),
            "kafka",
                    Map.of(
                            "autoCommitEnable", "false",
                            "allowManualCommit", "true",
                            "breakOnFirstError", "true",
                            "kafkaManualCommitFactory",
                                    "#class:org.apache.camel.component.kafka.consumer.DefaultKafkaManualCommitFactory",
                            "groupId", OWN_NAME,
                            "autoOffsetReset", "earliest"));
    /** These leave a file where it is unless told otherwise, and would deliver it with every look. */
    private static final Set<String> REMOTE_FILES = Set.of("ftp", "ftps", "sftp");

    private static final Set<String> FATES_OF_FILES = Set.of("move", "delete", "noop", "idempotent");
    private static final Set<String> MADE_HERE = Set.of("timer", "scheduler", "quartz", "cron");
    private static final Set<String> ASKED_AGAIN = Set.of(
            "file",
            "ftp",
            "ftps",
            "sftp",
            "imap",
            "imaps",
            "pop3",
            "pop3s",
            "sql",
            "platform-http",
            "rest",
            "netty-http");

    /** Listeners, the groups of Kafka, and what begins where another route of the same node ends. */
    private static final Set<String> LISTENING = Set.of(
            "platform-http",
            "rest",
            "netty",
            "netty-http",
            "syslog",
            "snmp",
            "kafka",
            "direct",
            "seda",
            "kamelet",
            "drover");

    /** {@return the source of the given address, with its options completed for the given route} */
    public static Source of(String uri, String pack, String route) {
        String scheme = scheme(uri);
        Map<String, Object> options = parse(uri);
        Map<String, String> missing = new LinkedHashMap<>();
        SAFE_OPTIONS.getOrDefault(scheme, Map.of()).forEach((name, value) -> {
            if (!options.containsKey(name)) {
                missing.put(name, value.equals(OWN_NAME) ? "drover-" + pack + "-" + route : value);
            }
        });
        if (REMOTE_FILES.contains(scheme) && FATES_OF_FILES.stream().noneMatch(options::containsKey)) {
            missing.put("move", ".camel");
        }
        StringBuilder completed = new StringBuilder(uri);
        missing.forEach((name, value) -> {
            completed.append(completed.indexOf("?") < 0 ? '?' : '&');
            completed.append(name).append('=').append(value);
        });
        options.putAll(missing);
        return new Source(scheme, completed.toString(), Map.copyOf(options));
    }

    /**
     * {@return whether a sensor on this source runs on every node where its pack says nothing else: it listens, it shares its
     * source with the other nodes by itself, or it takes what other routes of its node hand over}
     */
    public boolean runsOnEveryNode() {
        return LISTENING.contains(scheme) && !is("type", "POLL");
    }

    /** {@return what a sensor on this source can promise about each event} */
    public Delivery delivery() {
        boolean again = switch (scheme) {
            case "jms", "amqp", "sjms", "sjms2" -> is("transacted", "true");
            case "paho-mqtt5" -> is("manualAcksEnabled", "true") && is("cleanStart", "false") && !is("qos", "0");
            case "kafka" -> is("autoCommitEnable", "false") && is("allowManualCommit", "true");
            default -> ASKED_AGAIN.contains(scheme);
        };
        return again ? Delivery.AT_LEAST_ONCE : Delivery.AT_MOST_ONCE;
    }

    /** {@return whether what was not acknowledged comes again only over a new connection} */
    public boolean needsNewConnection() {
        return scheme.equals("paho-mqtt5");
    }

    /** {@return whether there is something that the source loses by giving it away} */
    public boolean consumes() {
        return !MADE_HERE.contains(scheme);
    }

    private boolean is(String option, String value) {
        return value.equals(String.valueOf(options.get(option)));
    }

    private static String scheme(String uri) {
        int colon = uri.indexOf(':');
        int question = uri.indexOf('?');
        int end = colon >= 0 && (question < 0 || colon < question) ? colon : question < 0 ? uri.length() : question;
        return uri.substring(0, end);
    }

    private static Map<String, Object> parse(String uri) {
        int question = uri.indexOf('?');
        try {
            return question < 0
                    ? new LinkedHashMap<>()
                    : new LinkedHashMap<>(URISupport.parseQuery(uri.substring(question + 1)));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "Expected an address with options, but found '" + URISupport.sanitizeUri(uri) + "': "
                            + e.getReason(),
                    e);
        }
    }
}
