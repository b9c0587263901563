package io.drover.distribution.audit;

import io.drover.model.audit.AuditRecord;
import io.drover.model.store.Audit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A syslog server, by RFC 5424; on a connection each message stands behind its length (RFC 6587, RFC 5425). */
final class Syslog implements Collector {
    /** Facility 13, log audit; severity 6, informational. */
    private static final int PRIORITY = 13 * 8 + 6;

    private static final int LONGEST_ID = 32;
    /** What a datagram surely takes. */
    private static final int LONGEST_DATAGRAM = 60_000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Wire wire;
    private final String host;
    private final long process;

    Syslog(Wire wire, String host, long process) {
        this.wire = wire;
        this.host = host;
        this.process = process;
    }

    @Override
    public void send(List<Audit.Stored> records) throws IOException {
        wire.send(records.stream().map(this::framed).toList());
    }

    private byte[] framed(Audit.Stored stored) {
        byte[] message = message(stored).getBytes(StandardCharsets.UTF_8);
        if (wire.isDatagram()) {
            return message.length <= LONGEST_DATAGRAM ? message : Arrays.copyOf(message, LONGEST_DATAGRAM);
        }
        ByteArrayOutputStream framed = new ByteArrayOutputStream(message.length + 8);
        framed.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        framed.writeBytes(message);
        return framed.toByteArray();
    }

    private String message(Audit.Stored stored) {
        AuditRecord happened = stored.record();
        StringBuilder text = new StringBuilder(256);
        text.append('<').append(PRIORITY).append(">1 ").append(TIME.format(happened.at()));
        text.append(' ')
                .append(word(host))
                .append(" drover ")
                .append(process)
                .append(' ')
                .append(word(happened.kind()));
        text.append(" [drover@32473 id=\"").append(stored.id()).append('"');
        parameter(text, "who", happened.who());
        parameter(text, "what", happened.what());
        parameter(text, "kind", happened.kind());
        parameter(text, "subject", happened.subject());
        parameter(text, "trace", happened.traceId());
        return text.append("] \uFEFF").append(Sentence.of(happened)).toString();
    }

    /** {@return a text in the form of the header's fields} */
    private static String word(String text) {
        String word = text.replaceAll("[^!-~]", "_");
        return word.isEmpty() ? "-" : word.substring(0, Math.min(word.length(), LONGEST_ID));
    }

    private static void parameter(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(' ')
                    .append(name)
                    .append("=\"")
                    .append(value.replaceAll("([\"\\\\\\]])", "\\\\$1"))
                    .append('"');
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
