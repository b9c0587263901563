package io.drover.expressions.value;

import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A list made during an evaluation. Only such lists can be changed by an expression; lists of the caller can't. */
public final class PythonList extends ArrayList<@Nullable Object> {
    private static final long serialVersionUID = 1L;

    /** An empty list. */
    public PythonList() {}

    /** An empty list with room. */
    public PythonList(int capacity) {
        super(capacity);
    }

    /** A list of these elements. */
    public PythonList(Collection<? extends @Nullable Object> elements) {
        super(elements);
    }
}
