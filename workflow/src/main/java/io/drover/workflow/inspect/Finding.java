package io.drover.workflow.inspect;

import io.drover.workflow.definition.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with a workflow (spec of Orquesta, section 12).
 *
 * @param specPath where in the workflow, such as {@code tasks.a.next[0].when}; null for the workflow itself
 * @param schemaPath which rule of the language it breaks; null for none
 * @param expression null where it is about no expression
 * @param language {@code yaql} or {@code jinja}; null where it is about no expression, or about two languages in one
 * @param place empty where the workflow was read from no text
 * @param part what exactly in the workflow it is about, such as a key that is not known; null where that is {@code specPath}
 * @param advice for people, what to write instead; null where the message says it
 */
public record Finding(
        Kind kind,
        String message,
        @Nullable String specPath,
        @Nullable String schemaPath,
        @Nullable String expression,
        @Nullable String language,
        Optional<Place> place,
        @Nullable String part,
        @Nullable String advice) {

    /** A finding whose message says all. */
    public Finding(
            Kind kind,
            String message,
            @Nullable String specPath,
            @Nullable String schemaPath,
            @Nullable String expression,
            @Nullable String language,
            Optional<Place> place) {
        this(kind, message, specPath, schemaPath, expression, language, place, null, null);
    }

    /** The groups of findings, by the words of StackStorm. */
    public enum Kind {
        SYNTAX("syntax", "syntax"),
        SEMANTICS("semantics", "semantic"),
        EXPRESSIONS("expressions", "expression"),
        CONTEXT("context", "context"),
        CONTENTS("contents", "content");

        private final String group;
        private final String type;

        Kind(String group, String type) {
            this.group = group;
            this.type = type;
        }

        /** {@return the name of the group} */
        public String group() {
            return group;
        }

        /** {@return what one finding of the group is called in a flat list} */
        public String type() {
            return type;
        }
    }

    /** A finding that is about no expression, its place not known yet. */
    public static Finding of(Kind kind, String message, @Nullable String specPath, @Nullable String schemaPath) {
        return new Finding(kind, message, specPath, schemaPath, null, null, Optional.empty());
    }

    /** {@return the same with the place where it was written} */
    public Finding at(Optional<Place> found) {
        return new Finding(kind, message, specPath, schemaPath, expression, language, found, part, advice);
    }

    /** {@return the same about a part of what {@code specPath} names} */
    Finding about(@Nullable String exactly) {
        return new Finding(kind, message, specPath, schemaPath, expression, language, place, exactly, advice);
    }

    /** {@return the same with what to write instead} */
    Finding advising(@Nullable String other) {
        return new Finding(kind, message, specPath, schemaPath, expression, language, place, part, other);
    }

    /** {@return the finding as Orquesta gives it within its group} */
    public Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        if (expression != null) {
            document.put("type", language);
            document.put("expression", expression);
        }
        document.put("message", message);
        document.put("spec_path", specPath);
        document.put("schema_path", schemaPath);
        return document;
    }

    /** {@return the finding as StackStorm's API gives it: {@code type} is its kind, {@code language} that of the expression} */
    public Map<String, @Nullable Object> flatDocument() {
        Map<String, @Nullable Object> document = document();
        if (expression != null) {
            document.put("language", language);
        }
        document.put("type", kind.type());
        return document;
    }
}
