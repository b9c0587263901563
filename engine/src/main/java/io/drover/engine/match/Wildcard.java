package io.drover.engine.match;

/** Shell patterns as Python's {@code fnmatch} reads them: {@code *}, {@code ?}, {@code [seq]}, {@code [!seq]}. */
public final class Wildcard {
    private Wildcard() {}

    /** {@return whether a pattern fits the whole of a text} */
    public static boolean matches(String pattern, String text) {
        int[] glob = pattern.codePoints().toArray();
        int[] chars = text.codePoints().toArray();
        int p = 0;
        int t = 0;
        int afterStar = -1;
        int retry = 0;
        while (t < chars.length) {
            if (p < glob.length && glob[p] == '*') {
                afterStar = ++p;
                retry = t;
            } else if (p < glob.length && accepts(glob, p, chars[t])) {
                p = next(glob, p);
                t++;
            } else if (afterStar >= 0) {
                p = afterStar;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < glob.length && glob[p] == '*') {
            p++;
        }
        return p == glob.length;
    }

    private static int next(int[] glob, int p) {
        return glob[p] == '[' && classEnd(glob, p) > 0 ? classEnd(glob, p) + 1 : p + 1;
    }

    /** A bracket without an end is an ordinary character: -1. */
    private static int classEnd(int[] glob, int start) {
        int at = start + 1;
        if (at < glob.length && glob[at] == '!') {
            at++;
        }
        if (at < glob.length && glob[at] == ']') {
            at++;
        }
        while (at < glob.length && glob[at] != ']') {
            at++;
        }
        return at < glob.length ? at : -1;
    }

    private static boolean accepts(int[] glob, int p, int c) {
        int end = glob[p] == '[' ? classEnd(glob, p) : -1;
        if (end < 0) {
            return glob[p] == '?' || glob[p] == c;
        }
        boolean negated = glob[p + 1] == '!';
        boolean found = false;
        for (int at = negated ? p + 2 : p + 1; at < end; at++) {
            if (at + 2 < end && glob[at + 1] == '-') {
                found |= glob[at] <= c && c <= glob[at + 2];
                at += 2;
            } else {
                found |= glob[at] == c;
            }
        }
        return found != negated;
    }
}
