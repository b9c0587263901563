package io.drover.engine.match;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A Python regular expression that cannot run away: in linear time (RE2) where both mean the same, else with Java's
 * engine, which is stopped after 100 ms.
 */
final class Regex {
    private static final long LIMIT_NANOS = 100_000_000;
    private static final int LONG = 2000;
    private static final Pattern SAME_IN_RE2 =
            Pattern.compile("(?:[^\\\\$\\[({]|\\{(?!,)|\\\\[^\\p{L}\\p{N}]|\\((?!\\?)|\\[[^\\[\\]\\\\]+\\])*");
    private static final Pattern REPETITION = Pattern.compile("\\{(?:\\d+(?:,\\d*)?|,\\d*)\\}");
    private static final Pattern NAMED_GROUP = Pattern.compile("\\(\\?P([<=])(\\w+)[>)]");

    private final String python;
    private final com.google.re2j.@Nullable Pattern linear;
    private final @Nullable Pattern bounded;

    private Regex(String python, com.google.re2j.@Nullable Pattern linear, @Nullable Pattern bounded) {
        this.python = python;
        this.linear = linear;
        this.bounded = bounded;
    }

    static Regex of(String python, boolean ignoreCase, boolean dotMatchesAll) throws ClauseFailure {
        if (python.length() < LONG && SAME_IN_RE2.matcher(python).matches()) {
            int flags = (ignoreCase ? com.google.re2j.Pattern.CASE_INSENSITIVE : 0)
                    | (dotMatchesAll ? com.google.re2j.Pattern.DOTALL : 0);
            try {
                return new Regex(python, com.google.re2j.Pattern.compile(python, flags), null);
            } catch (com.google.re2j.PatternSyntaxException refused) {
                return bounded(python, ignoreCase, dotMatchesAll);
            }
        }
        return bounded(python, ignoreCase, dotMatchesAll);
    }

    private static Regex bounded(String python, boolean ignoreCase, boolean dotMatchesAll) throws ClauseFailure {
        int flags = Pattern.UNIX_LINES
                | Pattern.UNICODE_CHARACTER_CLASS
                | (ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0)
                | (dotMatchesAll ? Pattern.DOTALL : 0);
        try {
            return new Regex(python, null, Pattern.compile(inJava(python), flags));
        } catch (PatternSyntaxException e) {
            throw new ClauseFailure(String.format(
                    Locale.ROOT,
                    "Read the regular expression '%s' and found: %s. Correct it.",
                    python,
                    e.getDescription()));
        }
    }

    private static String inJava(String python) {
        StringBuilder java = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < python.length(); i++) {
            char c = python.charAt(i);
            if (c == '\\' && i + 1 < python.length()) {
                char escaped = python.charAt(++i);
                java.append('\\').append(escaped == 'Z' && !inClass ? 'z' : escaped);
            } else if (inClass) {
                // Java would read a nested class or an intersection
                java.append(c == '[' || c == '&' ? "\\" : "").append(c);
                inClass = c != ']';
            } else if (c == '[') {
                inClass = true;
                i = startOfClass(python, i, java);
            } else if (c == '{') {
                i = repetition(python, i, java);
            } else if (python.startsWith("(?P", i)) {
                i = namedGroup(python, i, java);
            } else {
                java.append(c);
            }
        }
        return java.toString();
    }

    /** A bracket that closes a class is a member of it where it comes first. */
    private static int startOfClass(String python, int start, StringBuilder java) {
        int at = start + 1;
        java.append('[');
        if (python.startsWith("^", at)) {
            java.append('^');
            at++;
        }
        if (python.startsWith("]", at)) {
            java.append("\\]");
            at++;
        }
        return at - 1;
    }

    /** A brace is itself where it does not begin a repetition, and a repetition may leave its lower end out. */
    private static int repetition(String python, int start, StringBuilder java) {
        Matcher found = REPETITION.matcher(python).region(start, python.length());
        if (!found.lookingAt()) {
            java.append("\\{");
            return start;
        }
        java.append(found.group().replace("{,", "{0,"));
        return found.end() - 1;
    }

    private static int namedGroup(String python, int start, StringBuilder java) {
        Matcher found = NAMED_GROUP.matcher(python).region(start, python.length());
        if (!found.lookingAt()) {
            java.append('(');
            return start;
        }
        // Java takes letters and digits only
        String name = found.group(2).replace("_", "x5F");
        java.append(found.group(1).equals("<") ? "(?<" + name + ">" : "\\k<" + name + ">");
        return found.end() - 1;
    }

    boolean foundIn(String text) throws ClauseFailure {
        return linear != null ? linear.matcher(text).find() : run(text, false);
    }

    boolean startsIn(String text) throws ClauseFailure {
        return linear != null ? linear.matcher(text).lookingAt() : run(text, true);
    }

    private boolean run(String text, boolean atStart) throws ClauseFailure {
        if (bounded == null) {
            return false;
        }
        try {
            var matcher = bounded.matcher(new DeadlineText(text, System.nanoTime() + LIMIT_NANOS));
            return atStart ? matcher.lookingAt() : matcher.find();
        } catch (DeadlinePassed | StackOverflowError e) {
            throw new ClauseFailure("The regular expression '" + python + "' took too long on a text of "
                    + text.length() + " characters. Write it without nested repetitions.");
        }
    }

    private static final class DeadlinePassed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DeadlinePassed() {
            super(null, null, false, false);
        }
    }

    private static final class DeadlineText implements CharSequence {
        private final String text;
        private final long deadline;
        private int reads;

        DeadlineText(String text, long deadline) {
            this.text = text;
            this.deadline = deadline;
        }

        @Override
        public char charAt(int index) {
            if ((++reads & 1023) == 0 && System.nanoTime() - deadline > 0) {
                throw new DeadlinePassed();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
