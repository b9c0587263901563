package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Methods of bytes: those of texts, which know letters, digits and blanks of ASCII alone. */
final class BytesMethods {
    /** Bytes that are none of ASCII's letters, digits and blanks are looked at as characters that mean nothing. */
    private static final int NOTHING = 0xe000;

    private static final Set<String> OF_TEXTS_ALONE = Set.of(
            "casefold", "encode", "format", "format_map", "isdecimal", "isidentifier", "isnumeric", "isprintable");
    private static final Set<String> WITH_NUMBERS = Set.of("count", "find", "index", "rfind", "rindex");

    static final Map<String, ExpressionFunction> TABLE = table();

    private BytesMethods() {}

    private static Map<String, ExpressionFunction> table() {
        Map<String, ExpressionFunction> table = new LinkedHashMap<>();
        TextMethods.TABLE.forEach((name, method) -> {
            if (!OF_TEXTS_ALONE.contains(name)) {
                table.put(name, arguments -> bytes(method.call(texts(name, arguments))));
            }
        });
        table.putAll(new MethodTable()
                .with(
                        "decode(self, encoding='utf-8', errors='strict')",
                        (meter, a) -> self(a[0]).decoded(a[1], a[2], meter))
                .with("isascii(self)", (meter, a) -> self(a[0]).latin().chars().allMatch(c -> c < 0x80))
                .with("hex(self, sep=None, bytes_per_sep=1)", BytesMethods::hex)
                .with("fromhex(self, string)", (meter, a) -> fromHex(Value.text(a[1], "a text in hexadecimal")))
                .with("maketrans(self, old, new)", BytesMethods::table)
                .with("translate(self, table, delete=None)", BytesMethods::translate)
                .functions());
        return table;
    }

    private static PythonBytes self(@Nullable Object value) {
        if (Undefined.refuse(value) instanceof PythonBytes bytes) {
            return bytes;
        }
        throw new ExpressionException(
                "TypeError", "a bytes-like object is required, not '" + Value.typeName(value) + "'");
    }

    private static Arguments texts(String method, Arguments arguments) {
        List<@Nullable Object> texts = new ArrayList<>();
        for (Object argument : arguments.positional()) {
            texts.add(text(method, argument, texts.size(), arguments.meter()));
        }
        return new Arguments(texts, arguments.named(), arguments.meter());
    }

    private static @Nullable Object text(String method, @Nullable Object argument, int position, Meter meter) {
        if (argument instanceof PythonBytes bytes) {
            return lookedAt(bytes, method.equals("splitlines"));
        }
        if (Value.isText(argument)) {
            self(argument);
        }
        if (argument instanceof Long code
                && position == 1
                && WITH_NUMBERS.contains(method)
                && code >= 0
                && code < 256) {
            return lookedAt(PythonBytes.ofLatin(Character.toString((char) code.longValue())), false);
        }
        if (argument instanceof List<?> list && (method.equals("join") || argument instanceof Tuple)) {
            PythonList all = new PythonList(list.size());
            for (Object element : Iteration.list(list, meter)) {
                all.add(text(method, element, position, meter));
            }
            return list instanceof Tuple ? Tuple.copyOf(all) : all;
        }
        return argument;
    }

    private static String lookedAt(PythonBytes bytes, boolean linesAlone) {
        String latin = bytes.latin();
        StringBuilder text = new StringBuilder(latin.length());
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            boolean plain = c < 0x80 && (c < 0x1c || c > 0x1f) && !(linesAlone && (c == 0x0b || c == 0x0c));
            text.append(plain ? c : (char) (NOTHING + c));
        }
        return text.toString();
    }

    private static @Nullable Object bytes(@Nullable Object made) {
        if (made instanceof String text) {
            StringBuilder latin = new StringBuilder(text.length());
            text.chars().forEach(c -> latin.append((char) (c >= NOTHING ? c - NOTHING : c)));
            return PythonBytes.ofLatin(latin.toString());
        }
        if (made instanceof List<?> list) {
            PythonList all = new PythonList(list.size());
            list.forEach(element -> all.add(bytes(element)));
            return list instanceof Tuple ? Tuple.copyOf(all) : all;
        }
        return made;
    }

    private static String hex(Meter meter, @Nullable Object[] a) {
        PythonBytes bytes = self(a[0]);
        String separator = a[1] == null ? "" : Value.text(Markup.strip(a[1]), "a separator");
        long size = Value.integer(a[2], "bytes_per_sep");
        if (a[1] != null && separator.length() != 1) {
            throw new ExpressionException("ValueError", "sep must be length 1.");
        }
        meter.text(2L * bytes.size() + (size == 0 || a[1] == null ? 0 : bytes.size() / Math.abs(size)));
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.size(); i++) {
            long place = size < 0 ? i : bytes.size() - i;
            if (i > 0 && size != 0 && place % Math.abs(size) == 0) {
                out.append(separator);
            }
            out.append(Character.forDigit((int) bytes.at(i) >> 4, 16))
                    .append(Character.forDigit((int) bytes.at(i) & 15, 16));
        }
        return out.toString();
    }

    private static PythonBytes fromHex(String text) {
        StringBuilder latin = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (TextMethods.isBlank(text.charAt(at))) {
                at++;
                continue;
            }
            int high = Character.digit(text.charAt(at), 16);
            int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
            if (high < 0 || low < 0) {
                throw new ExpressionException(
                        "ValueError", "non-hexadecimal number found in fromhex() arg at position " + at);
            }
            latin.append((char) (high << 4 | low));
            at += 2;
        }
        return PythonBytes.ofLatin(latin.toString());
    }

    private static PythonBytes table(Meter meter, @Nullable Object[] a) {
        String old = self(a[1]).latin();
        String replacements = self(a[2]).latin();
        if (old.length() != replacements.length()) {
            throw new ExpressionException("ValueError", "maketrans arguments must have same length");
        }
        meter.steps(old.length());
        meter.text(256);
        char[] table = new char[256];
        for (char c = 0; c < table.length; c++) {
            table[c] = c;
        }
        for (int i = 0; i < old.length(); i++) {
            table[old.charAt(i)] = replacements.charAt(i);
        }
        return PythonBytes.ofLatin(new String(table));
    }

    private static PythonBytes translate(Meter meter, @Nullable Object[] a) {
        String table = a[1] == null ? null : self(a[1]).latin();
        String deleted = a[2] == null ? "" : self(a[2]).latin();
        if (table != null && table.length() != 256) {
            throw new ExpressionException("ValueError", "translation table must be 256 characters long");
        }
        meter.steps(deleted.length());
        boolean[] left = new boolean[256];
        deleted.chars().forEach(c -> left[c] = true);
        String latin = self(a[0]).latin();
        meter.steps(latin.length());
        meter.text(latin.length());
        StringBuilder out = new StringBuilder(latin.length());
        latin.chars().filter(c -> !left[c]).forEach(c -> out.append(table == null ? (char) c : table.charAt(c)));
        return PythonBytes.ofLatin(out.toString());
    }
}
