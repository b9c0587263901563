package io.drover.expressions.yaql;

import io.drover.expressions.value.HasAttributes;
import io.drover.expressions.value.Mappings;
import io.drover.expressions.value.Regex;

/** A regular expression as a value, made by {@code regex()}. */
record Pattern(Regex regex) implements HasAttributes {
    @Override
    public Object attribute(String name) {
        return Mappings.ABSENT;
    }

    @Override
    public String typeName() {
        return "Pattern";
    }

    @Override
    public String inText() {
        return regex.toString();
    }
}
