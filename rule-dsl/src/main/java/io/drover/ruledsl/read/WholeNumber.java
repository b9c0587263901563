package io.drover.ruledsl.read;

import io.drover.ruledsl.text.Fields;
import io.drover.ruledsl.text.Located;
import org.jspecify.annotations.Nullable;

/** A whole number within bounds. */
final class WholeNumber {
    private WholeNumber() {}

    /** {@return the number that a key must hold; null after an error} */
    static @Nullable Integer required(Fields fields, String key, int least, int most) {
        if (fields.get(key) == null) {
            fields.findings()
                    .error(
                            fields.keyPlace(key),
                            "'" + key + "' is a required property. Write a whole number" + bounds(least, most) + ".");
            return null;
        }
        return read(fields, key, least, most);
    }

    /** {@return the number that a key holds; null where there is none, and after an error} */
    static @Nullable Integer read(Fields fields, String key, int least, int most) {
        Integer number = fields.integer(key);
        Located value = fields.get(key);
        if (number != null && value != null && (number < least || number > most)) {
            fields.findings()
                    .error(
                            value.place(),
                            "Expected a whole number" + bounds(least, most) + " for '" + key + "', but found "
                                    + value.kind() + ".");
            return null;
        }
        return number;
    }

    private static String bounds(int least, int most) {
        return most == Integer.MAX_VALUE ? " of at least " + least : " from " + least + " to " + most;
    }
}
