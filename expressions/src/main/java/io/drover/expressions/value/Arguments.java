package io.drover.expressions.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a function is called with.
 *
 * @param positional arguments by position
 * @param named arguments by name, in the order given
 * @param meter what the evaluation is charged to
 */
public record Arguments(
        List<? extends @Nullable Object> positional, Map<String, ? extends @Nullable Object> named, Meter meter) {
    /** A call with positional arguments alone. */
    public static Arguments of(Meter meter, @Nullable Object... positional) {
        return new Arguments(Tuple.of(positional), Map.of(), meter);
    }

    /** The same call with one more argument in front: the object of a method, the value of a filter. */
    public Arguments prepend(@Nullable Object first) {
        List<@Nullable Object> all = new ArrayList<>(positional.size() + 1);
        all.add(first);
        all.addAll(positional);
        return new Arguments(all, named, meter);
    }

    /** The same call without its first {@code count} positional arguments. */
    public Arguments skip(int count) {
        return new Arguments(positional.subList(count, positional.size()), named, meter);
    }
}
