package io.drover.distribution.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.model.audit.AuditRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file of audit records, one line of JSON for each. It is opened for each appending, so that others may move it away. */
final class JsonLines {
    private final Path file;
    private final JsonFactory json = new ObjectMapper().getFactory().setRootValueSeparator(null);
    private boolean whole;

    JsonLines(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** @throws IOException where it is not known which of them are there; the next line begins on a line of its own */
    void append(List<AuditRecord> records) throws IOException {
        Files.createDirectories(file.getParent());
        boolean torn = !whole && isTorn();
        whole = false;
        try (OutputStream end = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                JsonGenerator lines = json.createGenerator(end)) {
            if (torn) {
                lines.writeRaw('\n');
            }
            for (AuditRecord record : records) {
                write(record, lines);
            }
        }
        whole = true;
    }

    /** {@return whether a crash cut the last line off} */
    private boolean isTorn() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(channel.size() - 1);
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.read(last) == 1 && last.get(0) != '\n';
        }
    }

    private static void write(AuditRecord entry, JsonGenerator line) throws IOException {
        line.writeStartObject();
        line.writeStringField("at", entry.at().toString());
        line.writeStringField("who", entry.who());
        line.writeStringField("what", entry.what());
        line.writeStringField("kind", entry.kind());
        line.writeStringField("subject", entry.subject());
        if (entry.why() != null) {
            line.writeStringField("why", entry.why());
        }
        if (entry.traceId() != null) {
            line.writeStringField("trace", entry.traceId());
        }
        if (!entry.details().isEmpty()) {
            line.writePOJOField("details", entry.details());
        }
        line.writeEndObject();
        line.writeRaw('\n');
    }
}
