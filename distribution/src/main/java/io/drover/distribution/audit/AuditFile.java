package io.drover.distribution.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drover.model.audit.AuditRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code log/audit.jsonl}: the committed audit records as lines of JSON, for those who collect logs. The database holds the
 * trail itself; this copy is written a little later, and where it cannot be written the daemon goes on and says so.
 */
public final class AuditFile implements Consumer<List<AuditRecord>>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final int MOST_WAITING = 10_000;

    private final Path file;
    private final BlockingQueue<List<AuditRecord>> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final JsonFactory json = new ObjectMapper().getFactory().setRootValueSeparator(null);
    private final Thread thread;
    private volatile boolean closing;

    public AuditFile(Path logDir) {
        this.file = logDir.resolve("audit.jsonl");
        this.thread = new Thread(this::run, "drover-audit-file");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    @Override
    public void accept(List<AuditRecord> records) {
        if (!records.isEmpty() && !waiting.offer(records)) {
            LOG.warn(
                    "{} audit records did not get into {}: it cannot be written fast enough. The database has them.",
                    records.size(),
                    file);
        }
    }

    private void run() {
        List<List<AuditRecord>> taken = new ArrayList<>();
        while (!closing || !waiting.isEmpty()) {
            try {
                List<AuditRecord> first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    taken.add(first);
                    waiting.drainTo(taken);
                    write(taken);
                    taken.clear();
                }
            } catch (InterruptedException e) {
                LOG.warn("Interrupted while writing {}; only close() ends that, so it goes on.", file);
            } catch (IOException e) {
                LOG.warn("Audit records did not get into {}; the database has them.", file, e);
                taken.clear();
            }
        }
    }

    private void write(List<List<AuditRecord>> batches) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream end = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                JsonGenerator lines = json.createGenerator(end)) {
            for (List<AuditRecord> batch : batches) {
                for (AuditRecord entry : batch) {
                    write(entry, lines);
                }
            }
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

    /** Writes what waits, then ends. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
