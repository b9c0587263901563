package io.drover.expressions.jinja;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Markup;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.PythonText;
import io.drover.expressions.value.Undefined;
import io.drover.expressions.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of a template, ready to be rendered. */
sealed interface Statement {
    /** Appends the part's text. */
    void render(Frame frame, StringBuilder out);

    /** Text outside of tags. */
    record Data(String text) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            frame.meter().text(text.length());
            out.append(text);
        }
    }

    /** An expression in double braces. */
    record Output(Node expression) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            Object value = expression.evaluate(frame);
            String text = PythonText.str(value, frame.meter());
            out.append(
                    frame.escaping() && !(value instanceof Markup)
                            ? Markup.escape(text, frame.meter()).text()
                            : frame.meter().made(text));
        }
    }

    /** Several parts in a row, each with its place in the text. */
    record Body(List<Placed> parts) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            for (Placed part : parts) {
                try {
                    part.statement().render(frame, out);
                } catch (ExpressionException failure) {
                    throw failure.at(part.line(), part.column());
                }
            }
        }

        /** The body's text alone. */
        String text(Frame frame) {
            StringBuilder out = new StringBuilder();
            render(frame, out);
            return out.toString();
        }
    }

    /** A part and where it stands. */
    record Placed(Statement statement, int line, int column) {}

    /** {@code if}, {@code elif}, {@code else}. */
    record If(List<Node> tests, List<Body> bodies, Body otherwise) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            for (int i = 0; i < tests.size(); i++) {
                if (Value.isTrue(tests.get(i).evaluate(frame))) {
                    bodies.get(i).render(frame, out);
                    return;
                }
            }
            otherwise.render(frame, out);
        }
    }

    /** {@code for}, with its filter, its {@code else} and recursion. */
    record For(Target target, Node iterable, @Nullable Node filter, Body body, Body otherwise, boolean recursive)
            implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            loop(iterable.evaluate(frame), 0, frame, out);
        }

        private void loop(@Nullable Object elements, int depth, Frame frame, StringBuilder out) {
            List<@Nullable Object> list = chosen(elements, frame);
            if (list.isEmpty()) {
                otherwise.render(frame.inner(), out);
                return;
            }
            RendersText again = recursive ? arguments -> deeper(arguments, depth + 1, frame) : null;
            Loop loop = new Loop(list, depth, again);
            while (loop.advance()) {
                frame.meter().step();
                Frame inner = frame.inner();
                inner.set("loop", loop);
                target.assign(inner, loop.current());
                body.render(inner, out);
            }
        }

        private List<@Nullable Object> chosen(@Nullable Object elements, Frame frame) {
            PythonList list = Iteration.list(elements, frame.meter());
            if (filter == null) {
                return list;
            }
            List<@Nullable Object> chosen = new ArrayList<>();
            for (Object element : list) {
                Frame inner = frame.inner();
                target.assign(inner, element);
                if (Value.isTrue(filter.evaluate(inner))) {
                    chosen.add(element);
                }
            }
            return chosen;
        }

        private Object deeper(Arguments arguments, int depth, Frame frame) {
            if (arguments.positional().isEmpty()) {
                throw new ExpressionException("TypeError", "loop() takes what to loop over");
            }
            frame.meter().enter();
            StringBuilder out = new StringBuilder();
            loop(arguments.positional().get(0), depth, frame, out);
            frame.meter().leave();
            return out.toString();
        }
    }

    /** {@code set} with a value. */
    record Set(Target target, Node value) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            target.assign(frame, value.evaluate(frame));
        }
    }

    /** {@code set} with a body; the filters stand around a {@link Captured}. */
    record SetBlock(Target target, Node filtered, Captured captured, Body body) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            target.assign(frame, captured.apply(filtered, body, frame));
        }
    }

    /** {@code filter}. */
    record FilterBlock(Node filtered, Captured captured, Body body) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            Object made = captured.apply(filtered, body, frame);
            if (!Value.isText(made)) {
                throw new ExpressionException(
                        "TypeError", "the filters of a filter block have to give a text, not " + Value.typeName(made));
            }
            out.append(frame.meter().made(PythonText.str(made, frame.meter())));
        }
    }

    /** The name under which filters find the text of the body they are applied to; no template can write it. */
    record Captured(String name) {
        @Nullable
        Object apply(Node filtered, Body body, Frame frame) {
            Frame inner = frame.inner();
            inner.set(name, frame.rendered(body.text(frame.inner())));
            return filtered.evaluate(inner);
        }
    }

    /** {@code with}. */
    record With(List<Target> targets, List<Node> values, Body body) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            Frame inner = frame.inner();
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).assign(inner, values.get(i).evaluate(frame));
            }
            body.render(inner, out);
        }
    }

    /**
     * {@code block}: it sees the variables of the template, and those of loops and the like around it only where it is scoped.
     *
     * @param required whether only another template could give it a body
     */
    record Block(String name, Body body, boolean scoped, boolean required) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            if (required) {
                throw new ExpressionException("TemplateRuntimeError", "Required block '" + name + "' not found");
            }
            Frame around = scoped ? frame : frame.outermost();
            body.render(around.inner(frame.escaping()), out);
        }
    }

    /** {@code autoescape}: what is printed within is made HTML, or is not. */
    record Autoescape(Node wanted, Body body) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            body.render(frame.inner(Value.isTrue(wanted.evaluate(frame))), out);
        }
    }

    /** {@code macro}. */
    record DefineMacro(Macro.Definition definition) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            frame.set(Objects.requireNonNull(definition.name()), new Macro(definition, frame));
        }
    }

    /** {@code call}: a call of a macro which can call the body back. */
    record CallBlock(Node.Call call, Macro.Definition caller) implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            Object function = Undefined.refuse(call.target().evaluate(frame));
            if (!(function instanceof ExpressionFunction callable)) {
                throw new ExpressionException("TypeError", "'" + Value.typeName(function) + "' object is not callable");
            }
            Arguments arguments = call.arguments().evaluate(null, false, frame);
            Map<String, @Nullable Object> named = new java.util.LinkedHashMap<>(arguments.named());
            named.put("caller", new Macro(caller, frame));
            Object result = callable.call(new Arguments(arguments.positional(), named, frame.meter()));
            String text = PythonText.str(result, frame.meter());
            boolean plain = frame.escaping() && !(callable instanceof RendersText) && !(result instanceof Markup);
            out.append(
                    plain
                            ? Markup.escape(text, frame.meter()).text()
                            : frame.meter().made(text));
        }
    }

    /** A statement that loads another template: there is none to load. */
    record Load() implements Statement {
        @Override
        public void render(Frame frame, StringBuilder out) {
            throw new ExpressionException(
                    "TypeError",
                    "no loader for this environment specified: a template can't read other templates or files");
        }
    }
}
