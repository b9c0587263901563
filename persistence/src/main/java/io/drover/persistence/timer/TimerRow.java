package io.drover.persistence.timer;

import io.drover.model.pack.Ref;
import io.drover.model.timer.Timer;
import io.drover.model.trigger.Trigger;
import io.drover.persistence.sql.Documents;
import io.drover.persistence.sql.Instants;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** How far a trigger's schedule has come. */
@Entity
@Table(name = "timer")
class TimerRow {
    @Id
    @Column(name = "trigger_ref")
    String trigger;

    @Column(name = "trigger_type")
    String type;

    @JdbcTypeCode(SqlTypes.JSON)
    String parameters;

    Instant since;

    @Column(name = "next_at")
    @Nullable
    Instant next;

    @Column(name = "last_at")
    @Nullable
    Instant last;

    @SuppressWarnings("NullAway.Init")
    TimerRow() {}

    static TimerRow of(Timer timer) {
        TimerRow row = new TimerRow();
        row.trigger = timer.trigger().ref().toString();
        row.type = timer.trigger().type().toString();
        row.parameters = Documents.write(timer.trigger().parameters());
        row.since = Instants.stored(timer.since());
        row.next = Instants.storedOrNull(timer.next());
        row.last = Instants.storedOrNull(timer.last());
        return row;
    }

    Timer timer() {
        Trigger restored = new Trigger(Ref.parse(trigger), Ref.parse(type), Documents.readObject(parameters));
        return new Timer(restored, since, next, last);
    }
}
