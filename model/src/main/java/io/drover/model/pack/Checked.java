package io.drover.model.pack;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of reading a text: a value, or errors, with warnings beside either. */
public record Checked<T>(@Nullable T valueOrNull, List<Problem> problems) {
    public Checked {
        problems = List.copyOf(problems);
        if (valueOrNull == null && problems.stream().noneMatch(Problem::isError)) {
            throw new IllegalArgumentException("A text that gave no value must say why");
        }
    }

    public static <T> Checked<T> of(T value) {
        return new Checked<>(value, List.of());
    }

    /** {@return the value, absent where there are errors} */
    public Optional<T> value() {
        return Optional.ofNullable(valueOrNull);
    }
}
