package io.drover.expressions.value;

import io.drover.expressions.ExpressionException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression in Python's dialect. Patterns that need no way back run on an engine whose time grows with the text's length alone; all are stopped when the evaluation's time is used up.
 */
public final class Regex {
    private static final TextCache<Regex> CACHE = new TextCache<>(512);
    /** From so many steps on, for a text and a pattern together, even time that grows with them alone is worth a look at the clock. */
    private static final int LONG = 4096;
    /** A longer pattern is not written out: the other engine counts its repetitions. */
    private static final long MOST_STEPS = 20_000;
    /** Patterns up to this length are all alike. */
    private static final long STEPS_OF_ONE = 64;

    private static final int MOST_SHOWN = 200;

    private final String python;
    private final PatternTranslation.Translated translated;
    private final boolean ignoreCase;
    private final boolean multiLine;
    private final boolean dotAll;
    private final long steps;
    private final com.google.re2j.@Nullable Pattern linear;
    private volatile java.util.regex.@Nullable Pattern backtracking;

    private Regex(String python, boolean ignoreCase, boolean multiLine, boolean dotAll) {
        this.python = python;
        this.translated = PatternTranslation.translate(python);
        this.ignoreCase = ignoreCase;
        this.multiLine = multiLine;
        this.dotAll = dotAll;
        this.steps = WrittenOut.steps(translated.pattern());
        this.linear = translated.backtracking() || steps > MOST_STEPS ? null : linear();
        if (linear == null) {
            backtracking();
        }
    }

    /**
     * The pattern, made ready.
     *
     * @throws ExpressionException of kind {@code error}, as in Python, if the pattern is wrong
     */
    public static Regex compile(String python, boolean ignoreCase) {
        return compile(python, ignoreCase, false);
    }

    /**
     * The pattern, made ready.
     *
     * @param dotAll whether {@code .} matches line ends too
     * @throws ExpressionException of kind {@code error}, as in Python, if the pattern is wrong
     */
    public static Regex compile(String python, boolean ignoreCase, boolean dotAll) {
        return compile(python, ignoreCase, false, dotAll);
    }

    /**
     * The pattern, made ready.
     *
     * @param multiLine whether {@code ^} and {@code $} match at every line's start and end
     * @param dotAll whether {@code .} matches line ends too
     * @throws ExpressionException of kind {@code error}, as in Python, if the pattern is wrong
     */
    public static Regex compile(String python, boolean ignoreCase, boolean multiLine, boolean dotAll) {
        String key = (ignoreCase ? "i" : "-") + (multiLine ? "m" : "-") + (dotAll ? "s" : "-") + python;
        return CACHE.get(key, text -> new Regex(text.substring(3), ignoreCase, multiLine, dotAll));
    }

    /** As Python writes it: {@code re.compile('a+', re.IGNORECASE)}. */
    @Override
    public String toString() {
        int close = python.startsWith("(?") ? python.indexOf(')') : -1;
        String inside = close > 0 ? python.substring(2, close) : "";
        String inline = inside.chars().allMatch(c -> "aiLmsux".indexOf(c) >= 0) ? inside : "";
        String flags = (ignoreCase || inline.indexOf('i') >= 0 ? "|re.IGNORECASE" : "")
                + (multiLine || inline.indexOf('m') >= 0 ? "|re.MULTILINE" : "")
                + (dotAll || inline.indexOf('s') >= 0 ? "|re.DOTALL" : "");
        String shown = PythonText.repr(python);
        String cut = shown.length() > MOST_SHOWN ? shown.substring(0, MOST_SHOWN) : shown;
        return "re.compile(" + cut + (flags.isEmpty() ? "" : ", " + flags.substring(1)) + ")";
    }

    /** The names of the groups in the order of their numbers, empty where a group has none. */
    public List<String> groupNames() {
        return List.copyOf(translated.groupNames());
    }

    /** Every match in turn, found when it is asked for. */
    public Iterator<Match> matches(String text, Meter meter) {
        Matcher matcher = matcher(text, meter);
        int groups = translated.groupNames().size();
        return new Iterator<>() {
            private @Nullable Match next;
            private boolean looked;

            @Override
            public boolean hasNext() {
                if (!looked) {
                    looked = true;
                    meter.step();
                    next = findNext(matcher, text) ? match() : null;
                }
                return next != null;
            }

            @Override
            public Match next() {
                Match found = hasNext() ? next : null;
                if (found == null) {
                    throw new NoSuchElementException();
                }
                looked = false;
                return found;
            }

            private Match match() {
                int[] bounds = new int[2 * (groups + 1)];
                for (int i = 0; i <= groups; i++) {
                    bounds[2 * i] = matcher.start(i);
                    bounds[2 * i + 1] = matcher.end(i);
                }
                return new Match(text, bounds);
            }
        };
    }

    /** The replacement of one match, with its groups put in. */
    public String expanded(String replacement, Match match, Meter meter) {
        StringBuilder out = new StringBuilder();
        expand(
                replacement,
                group -> {
                    String text = match.group(group);
                    return text == null ? "" : meter.made(text);
                },
                out);
        return meter.made(out.toString());
    }

    /** One match of the pattern in a text. Positions are counted in characters, not in Java's half characters. */
    public static final class Match {
        private final String text;
        private final int[] bounds;

        private Match(String text, int[] bounds) {
            this.text = text;
            this.bounds = bounds;
        }

        /** The text of a group, of the whole match for group 0; null if the group has no part in the match. */
        public @Nullable String group(int group) {
            return bounds[2 * group] < 0 ? null : text.substring(bounds[2 * group], bounds[2 * group + 1]);
        }

        /** Where a group starts; -1 if it has no part in the match. */
        public int start(int group) {
            return position(bounds[2 * group]);
        }

        /** Where a group ends; -1 if it has no part in the match. */
        public int end(int group) {
            return position(bounds[2 * group + 1]);
        }

        /** How many groups the pattern has. */
        public int groups() {
            return bounds.length / 2 - 1;
        }

        /** The text between the end of the match before and the start of this one. */
        public String since(@Nullable Match before) {
            return text.substring(before == null ? 0 : before.bounds[1], bounds[0]);
        }

        /** The text behind this match. */
        public String rest() {
            return text.substring(bounds[1]);
        }

        private int position(int index) {
            return index < 0 ? -1 : text.codePointCount(0, index);
        }
    }

    /** Whether the pattern matches anywhere in the text. */
    public boolean search(String text, Meter meter) {
        return matcher(text, meter).find();
    }

    /** Whether the pattern matches at the start of the text. */
    public boolean matchesAtStart(String text, Meter meter) {
        return matcher(text, meter).lookingAt();
    }

    /** Every match in turn: its text, or its group's text if the pattern has one, or a tuple of its groups if several. */
    public PythonList findAll(String text, Meter meter) {
        PythonList found = new PythonList();
        Matcher matcher = matcher(text, meter);
        int groups = translated.groupNames().size();
        while (findNext(matcher, text)) {
            meter.step();
            if (groups <= 1) {
                found.add(group(matcher, text, groups, meter));
            } else {
                @Nullable Object[] texts = new @Nullable Object[groups];
                for (int i = 0; i < groups; i++) {
                    texts[i] = group(matcher, text, i + 1, meter);
                }
                found.add(Tuple.of(texts));
            }
        }
        return found;
    }

    /** The text with every match replaced; {@code \1}, {@code \g<1>} and {@code \g<name>} in the replacement stand for groups. */
    public String replaceAll(String text, String replacement, Meter meter) {
        checkReplacement(replacement);
        StringBuilder out = new StringBuilder(text.length());
        Matcher matcher = matcher(text, meter);
        int from = 0;
        while (findNext(matcher, text)) {
            meter.step();
            out.append(text, from, matcher.start(0));
            int before = out.length();
            expand(replacement, group -> group(matcher, text, group, meter), out);
            meter.text(out.length() - before);
            from = matcher.end(0);
        }
        return meter.made(out.append(text, from, text.length()).toString());
    }

    /**
     * Refuses a replacement that refers to a group the pattern does not have, or is written wrongly, whether anything matches or not.
     *
     * @throws ExpressionException of kind {@code error} or {@code IndexError}, as in Python
     */
    public void checkReplacement(String replacement) {
        expand(replacement, group -> "", new StringBuilder());
    }

    /** Finds the next match. An empty one within a character that Java keeps in two halves is none. */
    private static boolean findNext(Matcher matcher, String text) {
        while (matcher.find()) {
            int start = matcher.start(0);
            boolean withinCharacter = matcher.end(0) == start
                    && start > 0
                    && start < text.length()
                    && Character.isSurrogatePair(text.charAt(start - 1), text.charAt(start));
            if (!withinCharacter) {
                return true;
            }
        }
        return false;
    }

    private static String group(Matcher matcher, String text, int group, Meter meter) {
        return matcher.start(group) < 0 ? "" : meter.made(text.substring(matcher.start(group), matcher.end(group)));
    }

    private interface GroupTexts {
        String of(int group);
    }

    private void expand(String replacement, GroupTexts groups, StringBuilder out) {
        int at = 0;
        while (at < replacement.length()) {
            char c = replacement.charAt(at);
            if (c != '\\' || at + 1 == replacement.length()) {
                out.append(c);
                at++;
                continue;
            }
            char next = replacement.charAt(at + 1);
            if (next == 'g' && at + 2 < replacement.length() && replacement.charAt(at + 2) == '<') {
                int close = replacement.indexOf('>', at);
                if (close < 0) {
                    throw new ExpressionException("error", "missing >, unterminated name in the replacement");
                }
                out.append(groups.of(groupNumber(replacement.substring(at + 3, close))));
                at = close + 1;
            } else if (next >= '1' && next <= '9') {
                boolean two = at + 2 < replacement.length() && Character.digit(replacement.charAt(at + 2), 10) >= 0;
                String digits = replacement.substring(at + 1, at + (two ? 3 : 2));
                out.append(groups.of(groupNumber(digits)));
                at += 1 + digits.length();
            } else if (next == '\\') {
                out.append('\\');
                at += 2;
            } else if (Character.isLetter(next) && "abfnrtv".indexOf(next) < 0) {
                throw new ExpressionException("error", "bad escape \\" + next + " in the replacement");
            } else if ((next >= '0' && next <= '9') || Character.isLetter(next)) {
                out.append(TextLiteral.unescape(replacement.substring(at, at + 2)));
                at += 2;
            } else {
                out.append('\\').append(next);
                at += 2;
            }
        }
    }

    private int groupNumber(String nameOrNumber) {
        List<String> names = translated.groupNames();
        boolean number = !nameOrNumber.isEmpty()
                && nameOrNumber.length() < 4
                && nameOrNumber.chars().allMatch(c -> c >= '0' && c <= '9');
        int group = number ? Integer.parseInt(nameOrNumber) : names.indexOf(nameOrNumber) + 1;
        if (group > names.size() || (!number && group == 0)) {
            throw new ExpressionException(
                    number ? "error" : "IndexError",
                    (number ? "invalid group reference " : "unknown group name ") + nameOrNumber);
        }
        return group;
    }

    private Matcher matcher(String text, Meter meter) {
        meter.checkTime();
        boolean lineEndMatters = translated.dollar() && text.endsWith("\n");
        com.google.re2j.Pattern fast = linear;
        if (fast != null && !lineEndMatters && ((!translated.unicodeMatters() && !ignoreCase) || isAscii(text))) {
            return new LinearMatcher(fast.matcher(
                    text.length() * Math.max(1, steps / STEPS_OF_ONE) < LONG ? text : watched(text, meter)));
        }
        return new BacktrackingMatcher(backtracking().matcher(watched(text, meter)));
    }

    /** Each letter may cost the whole pattern, so with a long one the clock is looked at more often. */
    private Watched watched(String text, Meter meter) {
        int readsPerLook =
                Math.toIntExact(Math.max(1, Watched.READS_PER_LOOK * STEPS_OF_ONE / Math.max(STEPS_OF_ONE, steps)));
        return new Watched(text, 0, text.length(), readsPerLook, meter);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    private com.google.re2j.@Nullable Pattern linear() {
        try {
            int flags = (ignoreCase ? com.google.re2j.Pattern.CASE_INSENSITIVE : 0)
                    | (multiLine ? com.google.re2j.Pattern.MULTILINE : 0)
                    | (dotAll ? com.google.re2j.Pattern.DOTALL : 0);
            return com.google.re2j.Pattern.compile(translated.pattern(), flags);
        } catch (com.google.re2j.PatternSyntaxException needsTheOtherEngine) {
            return null;
        }
    }

    private java.util.regex.Pattern backtracking() {
        java.util.regex.Pattern ready = backtracking;
        if (ready == null) {
            int flags = java.util.regex.Pattern.UNIX_LINES
                    | java.util.regex.Pattern.UNICODE_CHARACTER_CLASS
                    | (ignoreCase ? java.util.regex.Pattern.CASE_INSENSITIVE | java.util.regex.Pattern.UNICODE_CASE : 0)
                    | (multiLine ? java.util.regex.Pattern.MULTILINE : 0)
                    | (dotAll ? java.util.regex.Pattern.DOTALL : 0);
            try {
                ready = java.util.regex.Pattern.compile(translated.pattern(), flags);
            } catch (java.util.regex.PatternSyntaxException wrong) {
                throw new ExpressionException("error", "the regular expression is wrong: " + wrong.getDescription());
            }
            backtracking = ready;
        }
        return ready;
    }

    private interface Matcher {
        boolean find();

        boolean lookingAt();

        int start(int group);

        int end(int group);
    }

    private record LinearMatcher(com.google.re2j.Matcher matcher) implements Matcher {
        @Override
        public boolean find() {
            return matcher.find();
        }

        @Override
        public boolean lookingAt() {
            return matcher.lookingAt();
        }

        @Override
        public int start(int group) {
            return matcher.start(group);
        }

        @Override
        public int end(int group) {
            return matcher.end(group);
        }
    }

    private record BacktrackingMatcher(java.util.regex.Matcher matcher) implements Matcher {
        @Override
        public boolean find() {
            try {
                return matcher.find();
            } catch (StackOverflowError tooDeep) {
                throw tooComplex();
            }
        }

        @Override
        public boolean lookingAt() {
            try {
                return matcher.lookingAt();
            } catch (StackOverflowError tooDeep) {
                throw tooComplex();
            }
        }

        private static ExpressionException tooComplex() {
            return ExpressionException.overBudget(
                    "The regular expression needs too many levels for this text. Write it without nested repetitions.");
        }

        @Override
        public int start(int group) {
            return matcher.start(group);
        }

        @Override
        public int end(int group) {
            return matcher.end(group);
        }
    }

    /** A text that looks at the clock now and then while the engine reads it, the only way to stop that engine. */
    private static final class Watched implements CharSequence {
        private static final int READS_PER_LOOK = 1024;

        private final String text;
        private final int start;
        private final int end;
        private final int readsPerLook;
        private final Meter meter;
        private int reads;

        private Watched(String text, int start, int end, int readsPerLook, Meter meter) {
            this.text = text;
            this.start = start;
            this.end = end;
            this.readsPerLook = readsPerLook;
            this.meter = meter;
        }

        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            if (++reads % readsPerLook == 0) {
                meter.checkTime();
            }
            return text.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Watched(text, start + from, start + to, readsPerLook, meter);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }
}
