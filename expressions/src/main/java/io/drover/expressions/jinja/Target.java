package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Undefined;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a value is assigned to. */
sealed interface Target {
    /** Puts the value where the target says. */
    void assign(Frame frame, @Nullable Object value);

    /** {@return the variables that it sets} */
    List<String> variables();

    record Variable(String name) implements Target {
        @Override
        public List<String> variables() {
            return List.of(name);
        }

        @Override
        public void assign(Frame frame, @Nullable Object value) {
            frame.set(name, value);
        }
    }

    record Unpacked(List<Target> targets) implements Target {
        @Override
        public List<String> variables() {
            return targets.stream()
                    .flatMap(target -> target.variables().stream())
                    .toList();
        }

        @Override
        public void assign(Frame frame, @Nullable Object value) {
            List<@Nullable Object> values = Iteration.list(value, frame.meter());
            if (values.size() != targets.size()) {
                String found = values.size() < targets.size()
                        ? "not enough values to unpack (expected " + targets.size() + ", got " + values.size() + ")"
                        : "too many values to unpack (expected " + targets.size() + ")";
                throw new ExpressionException("ValueError", found);
            }
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).assign(frame, values.get(i));
            }
        }
    }

    record NamespaceAttribute(String namespace, String attribute) implements Target {
        @Override
        public List<String> variables() {
            return List.of();
        }

        @Override
        public void assign(Frame frame, @Nullable Object value) {
            if (!(Undefined.refuse(frame.get(namespace)) instanceof Namespace target)) {
                throw new ExpressionException(
                        "TemplateRuntimeError", "cannot assign attribute on non-namespace object");
            }
            target.set(attribute, value);
        }
    }
}
