package io.drover.expressions.value;

/**
 * How long a regular expression becomes when its counted repetitions are written out, as an engine without a way back does:
 * {@code (x{100}){100}} is ten thousand steps, and each letter of a text may cost all of them.
 */
final class WrittenOut {
    /** Deeper than any engine goes that writes repetitions out. */
    private static final int DEEPEST = 500;

    private final String pattern;
    private int at;
    private int depth;

    private WrittenOut(String pattern) {
        this.pattern = pattern;
    }

    /** {@return about how many steps, at least one} */
    static long steps(String pattern) {
        WrittenOut written = new WrittenOut(pattern);
        long steps = 0;
        while (written.at < pattern.length()) {
            // a group that is closed and was never opened is an error that others tell
            steps = capped(steps + written.sequence());
            written.at++;
        }
        return Math.max(1, steps);
    }

    /** Reads up to the end of a group, or of the pattern. */
    private long sequence() {
        long steps = 0;
        while (at < pattern.length() && pattern.charAt(at) != ')') {
            long atom = atom();
            steps = capped(steps + capped(atom * repetitions()));
        }
        return steps;
    }

    private long atom() {
        char first = pattern.charAt(at++);
        if (first == '\\') {
            at++;
        } else if (first == '[') {
            set();
        } else if (first == '(') {
            if (++depth > DEEPEST) {
                at = pattern.length();
                return Integer.MAX_VALUE;
            }
            long group = sequence();
            depth--;
            at++;
            return group + 2;
        }
        return 1;
    }

    private void set() {
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            at++;
        }
        if (at < pattern.length() && pattern.charAt(at) == ']') {
            at++;
        }
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    /** Reads what may follow an atom, several of them even. */
    private long repetitions() {
        long times = 1;
        while (at < pattern.length() && pattern.charAt(at) == '{') {
            int end = pattern.indexOf('}', at);
            long most = end < 0 ? 0 : most(pattern.substring(at + 1, end));
            if (most == 0) {
                return times;
            }
            times = capped(times * most);
            at = end + 1;
        }
        return times;
    }

    /** {@return the greatest count of {@code 3}, {@code 3,} or {@code 3,5}; 0 where it is none of them} */
    private static long most(String counts) {
        long most = 0;
        for (String count : counts.split(",", -1)) {
            if (!count.chars().allMatch(c -> c >= '0' && c <= '9') || count.length() > 9) {
                return 0;
            }
            most = Math.max(most, count.isEmpty() ? 0 : Long.parseLong(count));
        }
        return most;
    }

    private static long capped(long steps) {
        return Math.min(steps, Integer.MAX_VALUE);
    }
}
