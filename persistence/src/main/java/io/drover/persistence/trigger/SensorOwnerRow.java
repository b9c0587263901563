package io.drover.persistence.trigger;

import io.drover.model.pack.Ref;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** Which node runs a sensor that one node at a time runs. */
@Entity
@Table(name = "sensor_owner")
class SensorOwnerRow {
    @Id
    String sensor;

    @Nullable
    Integer node;

    long term;

    @SuppressWarnings("NullAway.Init")
    SensorOwnerRow() {}

    static SensorOwnerRow first(Ref sensor, int node) {
        SensorOwnerRow row = new SensorOwnerRow();
        row.sensor = sensor.toString();
        row.node = node;
        row.term = 1;
        return row;
    }
}
