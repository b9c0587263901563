package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.Equality;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.HasAttributes;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Tuple;
import io.drover.expressions.value.Undefined;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop}: where a loop stands. */
final class Loop implements HasAttributes, RendersText {
    private final List<@Nullable Object> elements;
    private final int depth;
    private final @Nullable RendersText again;
    private int index = -1;
    private @Nullable Object lastSeen = Mappings.ABSENT;

    Loop(List<@Nullable Object> elements, int depth, @Nullable RendersText again) {
        this.elements = elements;
        this.depth = depth;
        this.again = again;
    }

    boolean advance() {
        return ++index < elements.size();
    }

    @Nullable
    Object current() {
        return elements.get(index);
    }

    @Override
    public @Nullable Object call(Arguments arguments) {
        if (again == null) {
            throw new ExpressionException(
                    "TypeError", "The loop must have the 'recursive' marker to be called recursively.");
        }
        return again.call(arguments);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "revindex" -> (long) elements.size() - index;
            case "revindex0" -> elements.size() - index - 1L;
            case "first" -> index == 0;
            case "last" -> index == elements.size() - 1;
            case "length" -> (long) elements.size();
            case "depth" -> depth + 1L;
            case "depth0" -> (long) depth;
            case "previtem" -> index > 0 ? elements.get(index - 1) : edge("there is no previous item");
            case "nextitem" -> index + 1 < elements.size() ? elements.get(index + 1) : edge("there is no next item");
            case "cycle" -> (ExpressionFunction) this::cycle;
            case "changed" -> (ExpressionFunction) this::changed;
            default -> Mappings.ABSENT;
        };
    }

    private static Undefined edge(String hint) {
        return new Undefined(hint, "UndefinedError", true);
    }

    private @Nullable Object cycle(Arguments arguments) {
        List<? extends @Nullable Object> choices = arguments.positional();
        if (choices.isEmpty()) {
            throw new ExpressionException("TypeError", "no items for cycling given");
        }
        return choices.get(index % choices.size());
    }

    private Object changed(Arguments arguments) {
        Tuple now = Tuple.copyOf(arguments.positional());
        boolean changed = lastSeen == Mappings.ABSENT || !Equality.equal(lastSeen, now);
        lastSeen = now;
        return changed;
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }

    @Override
    public String inText() {
        return "<LoopContext " + (index + 1) + "/" + elements.size() + ">";
    }
}
