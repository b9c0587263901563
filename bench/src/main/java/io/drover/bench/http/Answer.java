package io.drover.bench.http;

import java.util.Locale;

/** An answer; its head is the text of the status line and the headers. */
public record Answer(int status, String head, String text) {

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** {@return the value of a header whose name is given in lower case; empty where it is missing} */
    public String header(String name) {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\r\n" + name + ":");
        if (at < 0) {
            return "";
        }
        int from = at + name.length() + 3;
        int to = lower.indexOf("\r\n", from);
        return head.substring(from, to < 0 ? head.length() : to).strip();
    }
}
