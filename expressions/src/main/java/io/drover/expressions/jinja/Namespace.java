package io.drover.expressions.jinja;

import io.drover.expressions.value.HasAttributes;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonText;
import org.jspecify.annotations.Nullable;

/** What {@code namespace()} gives: attributes which a template can set across its scopes. */
final class Namespace implements HasAttributes {
    private final PythonDict attributes;

    Namespace(PythonDict attributes) {
        this.attributes = attributes;
    }

    void set(String name, @Nullable Object value) {
        attributes.put(name, value);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return Mappings.get(attributes, name);
    }

    @Override
    public String typeName() {
        return "Namespace";
    }

    @Override
    public String inText() {
        return "<Namespace " + PythonText.repr(attributes) + ">";
    }
}
