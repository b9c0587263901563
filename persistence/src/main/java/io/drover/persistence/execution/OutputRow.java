package io.drover.persistence.execution;

import io.drover.model.execution.OutputChunk;
import io.drover.persistence.sql.BulkInsert;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;

/** A piece of an execution's output. */
@Entity
@Table(name = "execution_output")
class OutputRow {
    static final BulkInsert<OutputRow> INSERT = BulkInsert.<OutputRow>into("execution_output")
            .text("execution", row -> row.key.execution())
            .number("number", row -> row.key.number())
            .number("attempt", row -> row.attempt)
            .text("stream", row -> row.stream)
            .text("content", row -> row.text)
            .instant("written_at", row -> row.writtenAt)
            .end();

    @EmbeddedId
    Key key;

    int attempt;

    String stream;

    @Column(name = "content")
    String text;

    @Column(name = "written_at")
    Instant writtenAt;

    @SuppressWarnings("NullAway.Init")
    OutputRow() {}

    /** An execution and one of its chunks. */
    @Embeddable
    record Key(
            @Column(name = "execution") String execution,
            @Column(name = "number") int number) implements Serializable {}

    static OutputRow of(OutputChunk chunk) {
        OutputRow row = new OutputRow();
        row.key = new Key(chunk.executionId(), chunk.number());
        row.attempt = chunk.attempt();
        row.stream = chunk.stream().name().toLowerCase(Locale.ROOT);
        row.text = chunk.text();
        row.writtenAt = Instants.stored(chunk.at());
        return row;
    }

    OutputChunk chunk() {
        return new OutputChunk(
                key.execution(),
                attempt,
                key.number(),
                OutputChunk.Stream.valueOf(stream.toUpperCase(Locale.ROOT)),
                text,
                writtenAt);
    }
}
