package io.drover.distribution.audit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a statsd server reads.
 *
 * @param prefix stands before each name, such as {@code st2.}
 */
record StatsdText(String prefix) {
    private static final int LONGEST_DATAGRAM = 1_400;

    /** {@return the text for a server at {@code udp://host:port/prefix}} */
    static StatsdText of(URI address) {
        String own = address.getPath().replaceFirst("^/", "");
        return new StatsdText(own.isEmpty() ? "st2." : "st2." + own + ".");
    }

    String counter(String name, long count) {
        return line(name, count + "|c");
    }

    String timer(String name, long millis) {
        return line(name, millis + "|ms");
    }

    String gauge(String name, long value) {
        return line(name, value + "|g");
    }

    private String line(String name, String value) {
        return prefix + name.replaceAll("[:|@\\s]", "_") + ":" + value;
    }

    /** {@return the lines, as many to a datagram as it holds} */
    static List<byte[]> datagrams(List<String> lines) {
        List<byte[]> datagrams = new ArrayList<>();
        StringBuilder text = new StringBuilder(LONGEST_DATAGRAM);
        for (String line : lines) {
            if (text.length() + line.length() >= LONGEST_DATAGRAM && text.length() > 0) {
                datagrams.add(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
            }
            text.append(line).append('\n');
        }
        if (text.length() > 0) {
            datagrams.add(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        return datagrams;
    }
}
