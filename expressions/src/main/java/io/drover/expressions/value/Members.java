package io.drover.expressions.value;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands behind a dot or a bracket: attributes, methods, members and elements. Only what is named in this package exists. */
public final class Members {
    private Members() {}

    /** {@code object.name}: a method or attribute if there is one, else the member of that name; {@link Undefined} if neither. */
    public static @Nullable Object attribute(@Nullable Object object, String name, boolean strict) {
        if (name.startsWith("__") && name.endsWith("__") && name.length() > 4) {
            return Undefined.unsafe(Undefined.refuse(object), name);
        }
        Object own = own(object, name);
        if (own != Mappings.ABSENT) {
            return own;
        }
        if (object instanceof Map<?, ?> map) {
            Object member = Mappings.get(map, name);
            if (member != Mappings.ABSENT) {
                return Value.of(member);
            }
        }
        return Undefined.member(Undefined.refuse(object), name, strict);
    }

    /** {@code object[key]}: the member or element if there is one, else the attribute of that name; {@link Undefined} if neither. */
    public static @Nullable Object item(@Nullable Object object, @Nullable Object key, boolean strict) {
        Undefined.refuse(key);
        Object plain = Markup.strip(Undefined.refuse(object));
        Object element = Subscript.get(plain, key);
        if (element != Mappings.ABSENT) {
            return object instanceof Markup && element instanceof String part ? new Markup(part) : Value.of(element);
        }
        if (key instanceof String name && !(plain instanceof Map && isDunder(name))) {
            if (isDunder(name)) {
                return Undefined.unsafe(plain, name);
            }
            Object own = own(object, name);
            if (own != Mappings.ABSENT) {
                return own;
            }
        }
        return Undefined.member(plain, key, strict);
    }

    /** Whether {@code name} after a dot means a method of every mapping, so that a member of that name is out of reach. */
    public static boolean isMethodOfMappings(String name) {
        return DictMethods.TABLE.containsKey(name);
    }

    private static boolean isDunder(String name) {
        return name.startsWith("__") && name.endsWith("__");
    }

    private static @Nullable Object own(@Nullable Object object, String name) {
        if (object instanceof Map) {
            return bound(DictMethods.TABLE.get(name), object);
        }
        if (object instanceof String) {
            return bound(TextMethods.TABLE.get(name), object);
        }
        if (object instanceof Markup markup) {
            return bound(MarkupMethods.TABLE.get(name), markup.text());
        }
        if (object instanceof Tuple tuple && tuple.attribute(name) != Mappings.ABSENT) {
            return tuple.attribute(name);
        }
        if (object instanceof PythonRange range && range.attribute(name) != Mappings.ABSENT) {
            return range.attribute(name);
        }
        if (object instanceof List) {
            boolean fixed = object instanceof Tuple || object instanceof PythonRange;
            return fixed && !ListMethods.READING.contains(name)
                    ? Mappings.ABSENT
                    : bound(ListMethods.TABLE.get(name), object);
        }
        if (object instanceof PythonBytes) {
            return bound(BytesMethods.TABLE.get(name), object);
        }
        if (object instanceof DictView view) {
            return view.attribute(name);
        }
        if (object instanceof HasAttributes own) {
            return own.attribute(name);
        }
        if (object instanceof Set) {
            return bound(SetMethods.TABLE.get(name), object);
        }
        if (Value.isNumber(object)) {
            return NumberMethods.attribute(object, name);
        }
        return Mappings.ABSENT;
    }

    static Object bound(@Nullable ExpressionFunction method, @Nullable Object object) {
        if (method == null) {
            return Mappings.ABSENT;
        }
        return new BoundMethod(object, method);
    }

    /** A method with the object it was taken from. */
    private record BoundMethod(@Nullable Object object, ExpressionFunction method) implements ExpressionFunction {
        @Override
        public @Nullable Object call(Arguments arguments) {
            arguments.meter().step();
            return method.call(arguments.prepend(object));
        }
    }
}
