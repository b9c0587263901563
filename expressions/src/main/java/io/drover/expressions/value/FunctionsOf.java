package io.drover.expressions.value;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Functions that tell of an object, written once for all objects of a kind. Those of one object are made when they are asked for. */
public final class FunctionsOf<S> {
    private final Map<String, Written<S>> written = new LinkedHashMap<>();

    private record Written<S>(Signature signature, Body<S> body) {}

    /** What such a function does; the arguments come as for {@link Signature.Body}. */
    @FunctionalInterface
    public interface Body<S> {
        /** The function's value. */
        @Nullable
        Object apply(S self, @Nullable Object[] arguments);
    }

    /** One more function. */
    public FunctionsOf<S> with(String signature, Body<S> body) {
        written.put(Signature.nameIn(signature), new Written<>(Signature.parse(signature), body));
        return this;
    }

    /** The functions of an object by name; a view. */
    public Map<String, ExpressionFunction> of(S self) {
        return new Own(self);
    }

    private final class Own extends AbstractMap<String, ExpressionFunction> {
        private final S self;

        Own(S self) {
            this.self = self;
        }

        @Override
        public @Nullable ExpressionFunction get(@Nullable Object name) {
            Written<S> function = written.get(name);
            return function == null ? null : bound(function);
        }

        private ExpressionFunction bound(Written<S> function) {
            return function.signature()
                    .function((meter, arguments) -> function.body().apply(self, arguments));
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return written.containsKey(name);
        }

        @Override
        public int size() {
            return written.size();
        }

        @Override
        public Set<Entry<String, ExpressionFunction>> entrySet() {
            return written.entrySet().stream()
                    .map(function -> Map.entry(function.getKey(), bound(function.getValue())))
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
