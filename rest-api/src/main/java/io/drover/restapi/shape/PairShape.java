package io.drover.restapi.shape;

import io.drover.model.datastore.Key;
import io.drover.model.datastore.KeyValuePair;
import io.drover.restapi.http.Times;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shape of a pair of the datastore. */
public final class PairShape {
    private PairShape() {}

    /**
     * Shapes a pair.
     *
     * @param clear the value in clear; null: it is shown as it is kept
     */
    public static Map<String, @Nullable Object> of(KeyValuePair pair, @Nullable String clear) {
        Key key = pair.key();
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("id", key.id());
        shape.put("uid", key.uid());
        shape.put("scope", key.scope().word());
        shape.put("name", key.name());
        Shapes.putPresent(shape, "user", key.user());
        shape.put("value", clear == null ? pair.value() : clear);
        shape.put("secret", pair.secret());
        shape.put("encrypted", pair.secret() && clear == null);
        Shapes.putPresent(shape, "expire_timestamp", pair.expires() == null ? null : Times.text(pair.expires()));
        return shape;
    }
}
