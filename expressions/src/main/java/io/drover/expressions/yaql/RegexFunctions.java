package io.drover.expressions.yaql;

import io.drover.expressions.ExpressionException;
import io.drover.expressions.value.Meter;
import io.drover.expressions.value.PythonDict;
import io.drover.expressions.value.PythonList;
import io.drover.expressions.value.Regex;
import io.drover.expressions.value.Value;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Functions of regular expressions, which are Python's. */
final class RegexFunctions {
    private static final String SPECIAL = "()[]{}?*+-|^$\\.&~# \t\n\r\u000b\f";

    private RegexFunctions() {}

    static FunctionTable table() {
        return new FunctionTable()
                .function(
                        "regex(pattern:str, ignoreCase:bool?=false, multiLine:bool?=false, dotAll:bool?=false)",
                        (scope, a) -> new Pattern(Regex.compile(
                                Argument.text(a[0]),
                                Boolean.TRUE.equals(a[1]),
                                Boolean.TRUE.equals(a[2]),
                                Boolean.TRUE.equals(a[3]))))
                .function("escapeRegex(string:str)", (scope, a) -> escape(Argument.text(a[0]), scope.meter()))
                .method(
                        "matches(regexp:regex, string:str)",
                        (scope, a) -> regex(a[0]).search(Argument.text(a[1]), scope.meter()))
                .method(
                        "matches(string:str, regexp:str)",
                        (scope, a) ->
                                Regex.compile(Argument.text(a[1]), false).search(Argument.text(a[0]), scope.meter()))
                .method("search(regexp:regex, string:str, selector:lambda=null)", RegexFunctions::search)
                .method("searchAll(regexp:regex, string:str, selector:lambda=null)", RegexFunctions::searchAll)
                .method(
                        "split(regexp:regex, string:str, maxSplit:int=0)",
                        (scope, a) -> split(regex(a[0]), Argument.text(a[1]), Argument.whole(a[2]), scope.meter()))
                .method(
                        "split(string:str, regexp:regex, maxSplit:int=0)",
                        (scope, a) -> split(regex(a[1]), Argument.text(a[0]), Argument.whole(a[2]), scope.meter()))
                .method(
                        "replace(regexp:regex, string:str, repl:str, count:int=0)",
                        (scope, a) -> replace(scope, a[0], a[1], a[2], a[3]))
                .method(
                        "replace(string:str, regexp:regex, repl:str, count:int=0)",
                        (scope, a) -> replace(scope, a[1], a[0], a[2], a[3]))
                .method(
                        "replaceBy(regexp:regex, string:str, repl:lambda, count:int=0)",
                        (scope, a) -> replaceBy(scope, a[0], a[1], a[2], a[3]))
                .method(
                        "replaceBy(string:str, regexp:regex, repl:lambda, count:int=0)",
                        (scope, a) -> replaceBy(scope, a[1], a[0], a[2], a[3]));
    }

    private static Regex regex(@Nullable Object value) {
        return ((Pattern) Objects.requireNonNull(value)).regex();
    }

    private static String escape(String text, Meter meter) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.chars().forEach(c -> {
            if (SPECIAL.indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append((char) c);
        });
        return meter.made(out.toString());
    }

    private static @Nullable Object search(Scope scope, @Nullable Object[] a) {
        Iterator<Regex.Match> matches = regex(a[0]).matches(Argument.text(a[1]), scope.meter());
        return matches.hasNext() ? selected(matches.next(), a, scope.meter()) : null;
    }

    private static Object searchAll(Scope scope, @Nullable Object[] a) {
        Iterator<Regex.Match> matches = regex(a[0]).matches(Argument.text(a[1]), scope.meter());
        return Sequences.lazy(() -> matches.hasNext() ? selected(matches.next(), a, scope.meter()) : Sequences.END);
    }

    private static @Nullable Object selected(Regex.Match match, @Nullable Object[] a, Meter meter) {
        Lambda selector = (Lambda) a[2];
        return selector == null ? group(match, 0, meter) : with(match, regex(a[0]), selector);
    }

    /** What the selector gives for a match: {@code $} is the match, {@code $2} its first group. */
    private static @Nullable Object with(Regex.Match match, Regex regex, Lambda selector) {
        if (regex.groupNames().stream().anyMatch(name -> !name.isEmpty())) {
            throw new ExpressionException(
                    "IndexError",
                    "no such group: a function of the match can't be used with a pattern that names its groups; use (…) in place of (?P<name>…)");
        }
        Scope inner = selector.scope().inner();
        for (int group = 0; group <= match.groups(); group++) {
            PythonDict record = new PythonDict();
            record.put("value", match.group(group));
            record.put("start", (long) match.start(group));
            record.put("end", (long) match.end(group));
            inner.set(String.valueOf(group + 1), record);
        }
        return selector.in(inner);
    }

    private static @Nullable String group(Regex.Match match, int group, Meter meter) {
        String text = match.group(group);
        return text == null ? null : meter.made(text);
    }

    private static PythonList split(Regex regex, String text, long most, Meter meter) {
        PythonList parts = new PythonList();
        Iterator<Regex.Match> matches = regex.matches(text, meter);
        Regex.Match last = null;
        for (long count = 0; (most == 0 || count < most) && matches.hasNext(); count++) {
            Regex.Match match = matches.next();
            parts.add(meter.made(match.since(last)));
            for (int i = 1; i <= match.groups(); i++) {
                parts.add(group(match, i, meter));
            }
            last = match;
        }
        parts.add(meter.made(last == null ? text : last.rest()));
        return parts;
    }

    private static Object replace(
            Scope scope,
            @Nullable Object regexp,
            @Nullable Object string,
            @Nullable Object replacement,
            @Nullable Object count) {
        Regex regex = regex(regexp);
        regex.checkReplacement(Argument.text(replacement));
        return replaced(
                regex,
                string,
                count,
                scope.meter(),
                match -> regex.expanded(Argument.text(replacement), match, scope.meter()));
    }

    private static Object replaceBy(
            Scope scope,
            @Nullable Object regexp,
            @Nullable Object string,
            @Nullable Object replacement,
            @Nullable Object count) {
        Regex regex = regex(regexp);
        return replaced(regex, string, count, scope.meter(), match -> {
            Object by = with(match, regex, Argument.lambda(replacement));
            if (by == null) {
                return "";
            }
            if (by instanceof String text) {
                return text;
            }
            throw new ExpressionException("TypeError", "the replacement must be a text, found " + Value.typeName(by));
        });
    }

    private interface Replacement {
        String of(Regex.Match match);
    }

    private static String replaced(
            Regex regex, @Nullable Object string, @Nullable Object count, Meter meter, Replacement replacement) {
        String text = Argument.text(string);
        long most = Argument.whole(count);
        StringBuilder out = new StringBuilder(text.length());
        Iterator<Regex.Match> matches = regex.matches(text, meter);
        Regex.Match last = null;
        for (long done = 0; (most == 0 || done < most) && matches.hasNext(); done++) {
            Regex.Match match = matches.next();
            String by = replacement.of(match);
            meter.text(by.length());
            out.append(match.since(last)).append(by);
            last = match;
        }
        return meter.made(out.append(last == null ? text : last.rest()).toString());
    }
}
