package io.drover.engine.datastore;

import io.drover.engine.secret.Veil;
import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.model.pack.Ref;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event that a change of the datastore is (platform spec 4.1); secret values are masked in it. */
public record PairEvent(Ref type, Map<String, @Nullable Object> payload) {
    private static final String PREFIX = "st2.key_value_pair.";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static PairEvent created(KeyValuePair pair) {
        return of("create", Map.of("object", shape(pair)));
    }

    static PairEvent updated(KeyValuePair pair) {
        return of("update", Map.of("object", shape(pair)));
    }

    static PairEvent deleted(KeyValuePair pair) {
        return of("delete", Map.of("object", shape(pair)));
    }

    static PairEvent valueChanged(KeyValuePair old, KeyValuePair now) {
        return of("value_change", Map.of("old_object", shape(old), "new_object", shape(now)));
    }

    private static PairEvent of(String change, Map<String, @Nullable Object> payload) {
        return new PairEvent(Ref.of("core", PREFIX + change), payload);
    }

    private static Map<String, @Nullable Object> shape(KeyValuePair pair) {
        Key key = pair.key();
        Instant expires = pair.expires();
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", key.id());
        shape.put("uid", key.uid());
        shape.put("scope", key.scope().word());
        shape.put("name", key.name());
        shape.put("user", key.user());
        shape.put("value", pair.secret() ? Veil.MASK : pair.value());
        shape.put("secret", pair.secret());
        shape.put("encrypted", pair.secret());
        shape.put("expire_timestamp", expires == null ? null : TIME.format(expires));
        return shape;
    }
}
