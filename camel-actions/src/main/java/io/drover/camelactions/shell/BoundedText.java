package io.drover.camelactions.shell;

/** A text of which only the beginning and the end are kept when it grows too long. */
final class BoundedText {
    private final int limit;
    private final StringBuilder head = new StringBuilder();
    private char[] tail = {};
    private long tailWritten;

    /** @param limit how many characters are kept of the beginning, and again of the end */
    BoundedText(int limit) {
        this.limit = limit;
    }

    synchronized void append(char[] characters, int count) {
        int toHead = Math.min(count, limit - head.length());
        head.append(characters, 0, toHead);
        if (toHead < count && tail.length == 0) {
            tail = new char[limit];
        }
        int from = Math.max(toHead, count - limit);
        tailWritten += from - toHead;
        while (from < count) {
            int at = (int) (tailWritten % limit);
            int length = Math.min(count - from, limit - at);
            System.arraycopy(characters, from, tail, at, length);
            from += length;
            tailWritten += length;
        }
    }

    synchronized boolean isCut() {
        return tailWritten > limit;
    }

    /** {@return all of it, or both ends around a line that tells how many characters are missing} */
    synchronized String text() {
        if (!isCut()) {
            return head + new String(tail, 0, (int) tailWritten);
        }
        int oldest = (int) (tailWritten % limit);
        String end = new String(tail, oldest, limit - oldest) + new String(tail, 0, oldest);
        return withoutHalfCharacter(head.toString()) + "\n[… " + (tailWritten - limit) + " characters cut …]\n"
                + (Character.isLowSurrogate(end.charAt(0)) ? end.substring(1) : end);
    }

    private static String withoutHalfCharacter(String start) {
        int last = start.length() - 1;
        return Character.isHighSurrogate(start.charAt(last)) ? start.substring(0, last) : start;
    }
}
