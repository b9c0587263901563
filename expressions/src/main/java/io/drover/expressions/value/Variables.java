package io.drover.expressions.value;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A few variables by name. Their number is so small that looking at one after the other is quicker than hashing. */
public final class Variables {
    private static final String[] NO_NAMES = {};
    private static final int MORE = 4;

    private String[] names = NO_NAMES;
    private @Nullable Object[] values = NO_NAMES;
    private int size;

    /** Sets a variable, also one that is there already. */
    public void set(String name, @Nullable Object value) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                values[i] = value;
                return;
            }
        }
        if (size == names.length) {
            names = Arrays.copyOf(names, size + MORE);
            values = Arrays.copyOf(values, size + MORE, Object[].class);
        }
        names[size] = name;
        values[size++] = value;
    }

    /** {@return a variable's value, {@link Mappings#ABSENT} if there is none} */
    public @Nullable Object get(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return values[i];
            }
        }
        return Mappings.ABSENT;
    }
}
