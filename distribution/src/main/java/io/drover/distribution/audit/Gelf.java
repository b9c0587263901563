package io.drover.distribution.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.model.audit.AuditRecord;
import io.drover.model.store.Audit;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Graylog and whatever else takes GELF 1.1: datagrams, chunked where they are long, or a connection with a zero byte after each. */
final class Gelf implements Collector {
    private static final int INFORMATIONAL = 6;
    private static final int CHUNK = 1_400;
    private static final int MOST_CHUNKS = 128;
    private static final int MICROS_DIGITS = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Wire wire;
    private final String host;

    Gelf(Wire wire, String host) {
        this.wire = wire;
        this.host = host;
    }

    @Override
    public void send(List<Audit.Stored> records) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        for (Audit.Stored stored : records) {
            byte[] message = JSON.writeValueAsBytes(shape(stored));
            if (wire.isDatagram()) {
                messages.addAll(chunks(message));
            } else {
                messages.add(Arrays.copyOf(message, message.length + 1));
            }
        }
        wire.send(messages);
    }

    private Map<String, Object> shape(Audit.Stored stored) throws JsonProcessingException {
        AuditRecord happened = stored.record();
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("version", "1.1");
        shape.put("host", host);
        shape.put("short_message", Sentence.of(happened));
        shape.put(
                "timestamp",
                BigDecimal.valueOf(ChronoUnit.MICROS.between(Instant.EPOCH, happened.at()), MICROS_DIGITS));
        shape.put("level", INFORMATIONAL);
        shape.put("_record", stored.id());
        put(shape, "_who", happened.who());
        put(shape, "_what", happened.what());
        put(shape, "_kind", happened.kind());
        put(shape, "_subject", happened.subject());
        put(shape, "_why", happened.why());
        put(shape, "_trace", happened.traceId());
        if (!happened.details().isEmpty()) {
            shape.put("_details", JSON.writeValueAsString(happened.details()));
        }
        return shape;
    }

    private static void put(Map<String, Object> shape, String name, @Nullable String value) {
        if (value != null) {
            shape.put(name, value);
        }
    }

    /** {@return the datagrams of a message; one that needs too many of them is cut off, as its reader would refuse it} */
    private static List<byte[]> chunks(byte[] message) {
        if (message.length <= CHUNK) {
            return List.of(message);
        }
        int count = Math.min(MOST_CHUNKS, (message.length + CHUNK - 1) / CHUNK);
        long id = ThreadLocalRandom.current().nextLong();
        List<byte[]> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] part = Arrays.copyOfRange(message, i * CHUNK, Math.min(message.length, (i + 1) * CHUNK));
            chunks.add(ByteBuffer.allocate(part.length + 12)
                    .put((byte) 0x1e)
                    .put((byte) 0x0f)
                    .putLong(id)
                    .put((byte) i)
                    .put((byte) count)
                    .put(part)
                    .array());
        }
        return chunks;
    }

    @Override
    public void close() {
        wire.close();
    }
}
