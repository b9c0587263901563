package io.drover.camelsensors.emit;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** What a source itself calls a message, where that stays the same when it delivers it again. */
final class SourceIdentity {
    private SourceIdentity() {}

    /** {@return null where the source has no stable name for its messages} */
    static @Nullable String of(Exchange exchange) {
        Message message = exchange.getMessage();
        return switch (scheme(exchange)) {
            case "file", "ftp", "ftps", "sftp" ->
                joined(message, "CamelFileAbsolutePath", Exchange.FILE_LENGTH, Exchange.FILE_LAST_MODIFIED);
            case "jms", "amqp", "sjms", "sjms2" -> joined(message, "JMSMessageID");
            case "kafka" -> joined(message, "kafka.TOPIC", "kafka.PARTITION", "kafka.OFFSET");
            case "imap", "imaps", "pop3", "pop3s" -> joined(message, "Message-ID");
            default -> null;
        };
    }

    /** {@return the name of the component that the exchange came from, empty where it is unknown} */
    static String scheme(Exchange exchange) {
        Endpoint endpoint = exchange.getFromEndpoint();
        String uri = endpoint == null ? "" : endpoint.getEndpointUri();
        int colon = uri.indexOf(':');
        return colon < 0 ? uri : uri.substring(0, colon);
    }

    private static @Nullable String joined(Message message, String... headers) {
        StringBuilder identity = new StringBuilder();
        for (String header : headers) {
            Object value = message.getHeader(header);
            if (value == null) {
                return null;
            }
            identity.append(identity.isEmpty() ? "" : "|").append(value);
        }
        return identity.toString();
    }
}
