package io.drover.expressions.value;

import org.jspecify.annotations.Nullable;

/** An object of the expression language itself, such as a loop or a namespace: it has the attributes it names, nothing else. */
public interface HasAttributes {
    /** The attribute, or {@link Mappings#ABSENT}. */
    @Nullable
    Object attribute(String name);

    /** How messages call this kind of object. */
    String typeName();

    /** The object as text. */
    default String inText() {
        return "<" + typeName() + ">";
    }
}
