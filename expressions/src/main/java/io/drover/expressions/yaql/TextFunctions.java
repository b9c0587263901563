package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Arguments;
import io.drover.expressions.value.Arithmetic;
import io.drover.expressions.value.ExpressionFunction;
import io.drover.expressions.value.Iteration;
import io.drover.expressions.value.Members;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Tuple;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Functions of texts; most of them are Python's text methods under other names. */
final class TextFunctions {
    private static final String DIGITS = "0123456789";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final String WHITESPACE = " \t\n\r\u000b\f";
    /** What the parameters of {@code characters} stand for, in their order; null for those that fail on Python 3. */
    private static final @Nullable String[] CHARACTERS = {
        DIGITS,
        DIGITS + "abcdefABCDEF",
        LOWER,
        UPPER,
        LOWER + UPPER,
        null,
        "01234567",
        PUNCTUATION,
        DIGITS + LOWER + UPPER + PUNCTUATION + WHITESPACE,
        null,
        null,
        WHITESPACE
    };

    private TextFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .function("concat(*args:str)", (scope, a) -> python(scope, "", "join", a[0]))
                .method("toUpper(string:str)", (scope, a) -> python(scope, a[0], "upper"))
                .method("toLower(string:str)", (scope, a) -> python(scope, a[0], "lower"))
                .both("len(string:str)", (scope, a) -> Iteration.length(a[0]))
                .method("trim(string:str, chars:str?=null)", (scope, a) -> python(scope, a[0], "strip", a[1]))
                .method("trimLeft(string:str, chars:str?=null)", (scope, a) -> python(scope, a[0], "lstrip", a[1]))
                .method("trimRight(string:str, chars:str?=null)", (scope, a) -> python(scope, a[0], "rstrip", a[1]))
                .both("norm(string:str?, chars:str?=null)", TextFunctions::norm)
                .both("isEmpty(string:str?, trim:bool=true, chars:str?=null)", TextFunctions::isEmpty)
                .method(
                        "split(string:str, separator:str?=null, maxSplits:int=-1)",
                        (scope, a) -> python(scope, a[0], "split", a[1], a[2]))
                .method(
                        "rightSplit(string:str, separator:str?=null, maxSplits:int=-1)",
                        (scope, a) -> python(scope, a[0], "rsplit", a[1], a[2]))
                .method("join(sequence:iter, separator:str)", (scope, a) -> join(scope, a[1], a[0]))
                .method("join(separator:str, sequence:iter)", (scope, a) -> join(scope, a[0], a[1]))
                .method(
                        "replace(string:str, old:str, new:str, count:int=-1)",
                        (scope, a) -> python(scope, a[0], "replace", a[1], a[2], a[3]))
                .method("replace(string:str, replacements:dict, count:int=-1)", TextFunctions::replaceAll)
                .method(
                        "startsWith(string:str, *prefixes:str)",
                        (scope, a) -> python(scope, a[0], "startswith", Tuple.copyOf(Argument.rest(a[1]))))
                .method(
                        "endsWith(string:str, *suffixes:str)",
                        (scope, a) -> python(scope, a[0], "endswith", Tuple.copyOf(Argument.rest(a[1]))))
                .method("substring(string:str, start:int, length:int=-1)", TextFunctions::substring)
                .method(
                        "indexOf(string:str, sub:str, start:int=0)",
                        (scope, a) -> python(scope, a[0], "find", a[1], a[2]))
                .method("indexOf(string:str, sub:str, start:int, length:int)", (scope, a) -> within(scope, a, "find"))
                .method(
                        "lastIndexOf(string:str, sub:str, start:int=0)",
                        (scope, a) -> python(scope, a[0], "rfind", a[1], a[2]))
                .method(
                        "lastIndexOf(string:str, sub:str, start:int, length:int)",
                        (scope, a) -> within(scope, a, "rfind"))
                .method("toCharArray(string:str)", (scope, a) -> Tuple.copyOf(Iteration.list(a[0], scope.meter())))
                .function("hex(num:num?)", TextFunctions::hex)
                .function(
                        "characters(digits:bool?=false, hexdigits:bool?=false, asciiLowercase:bool?=false, asciiUppercase:bool?=false, "
                                + "asciiLetters:bool?=false, letters:bool?=false, octdigits:bool?=false, punctuation:bool?=false, "
                                + "printable:bool?=false, lowercase:bool?=false, uppercase:bool?=false, whitespace:bool?=false)",
                        TextFunctions::characters);
    }

    /** Calls a method that Python's texts have. */
    static @Nullable Object python(Scope scope, @Nullable Object text, String method, @Nullable Object... arguments) {
        Object bound = Objects.requireNonNull(Members.attribute(text, method, true));
        return ((ExpressionFunction) bound).call(Arguments.of(scope.meter(), arguments));
    }

    private static @Nullable Object norm(Scope scope, @Nullable Object[] a) {
        Object trimmed = a[0] == null ? null : python(scope, a[0], "strip", a[1]);
        return "".equals(trimmed) ? null : trimmed;
    }

    private static Object isEmpty(Scope scope, @Nullable Object[] a) {
        if (a[0] == null) {
            return true;
        }
        Object text = Boolean.TRUE.equals(a[1]) ? python(scope, a[0], "strip", a[2]) : a[0];
        return "".equals(text);
    }

    private static @Nullable Object join(Scope scope, @Nullable Object separator, @Nullable Object sequence) {
        Meter meter = scope.meter();
        PythonList texts = new PythonList();
        Iterator<@Nullable Object> elements = Sequences.elements(sequence, meter);
        while (elements.hasNext()) {
            texts.add(Text.of(elements.next(), meter));
        }
        return python(scope, separator, "join", texts);
    }

    private static @Nullable Object replaceAll(Scope scope, @Nullable Object[] a) {
        Object text = a[0];
        for (Map.Entry<?, ?> replacement : Argument.mapping(a[1]).entrySet()) {
            text = python(
                    scope,
                    text,
                    "replace",
                    Text.of(replacement.getKey(), scope.meter()),
                    Text.of(replacement.getValue(), scope.meter()),
                    a[2]);
        }
        return text;
    }

    private static Object substring(Scope scope, @Nullable Object[] a) {
        String text = Argument.text(a[0]);
        long size = text.codePointCount(0, text.length());
        long start = Argument.index(a[1]);
        long length = Argument.index(a[2]) < 0 ? size : Argument.index(a[2]);
        long from = start < 0 ? start + size : start;
        long to = from + length;
        // a bound that is negative still counts from the end, as in Python's slices
        long first = Math.max(0, Math.min(size, from < 0 ? from + size : from));
        long last = Math.max(first, Math.min(size, to < 0 ? to + size : to));
        int begin = text.offsetByCodePoints(0, (int) first);
        return scope.meter().made(text.substring(begin, text.offsetByCodePoints(begin, (int) (last - first))));
    }

    private static @Nullable Object within(Scope scope, @Nullable Object[] a, String method) {
        long size = Iteration.length(a[0]);
        long start = Argument.index(a[2]);
        long from = start < 0 ? start + size : start;
        long length = Argument.index(a[3]) < 0 ? size - from : Argument.index(a[3]);
        return python(scope, a[0], method, a[1], from, from + length);
    }

    private static Object hex(Scope scope, @Nullable Object[] a) {
        if (!Kind.isWhole(a[0])) {
            throw new ExpressionException(
                    "TypeError",
                    "'" + io.drover.expressions.value.Value.typeName(a[0])
                            + "' object cannot be interpreted as an integer");
        }
        String digits = Arithmetic.big(a[0]).abs().toString(16);
        return scope.meter().made((Arithmetic.big(a[0]).signum() < 0 ? "-0x" : "0x") + digits);
    }

    private static Object characters(Scope scope, @Nullable Object[] a) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < CHARACTERS.length; i++) {
            if (Boolean.TRUE.equals(a[i])) {
                String some = CHARACTERS[i];
                if (some == null) {
                    throw new ExpressionException(
                            "AttributeError",
                            "letters, lowercase and uppercase are gone from Python's string module; use asciiLetters, asciiLowercase, asciiUppercase");
                }
                all.append(some);
            }
        }
        List<?> distinct = all.chars().distinct().mapToObj(Character::toString).toList();
        return Tuple.copyOf(distinct);
    }
}
