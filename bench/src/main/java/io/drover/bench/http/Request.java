package io.drover.bench.http;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests as bytes. */
public final class Request {
    private Request() {}

    /** {@return a GET of this path, query included} */
    public static byte[] get(URI server, String token, String path) {
        return ("GET " + path + " HTTP/1.1\r\n" + headers(server, token) + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** {@return a POST of a JSON body to this path} */
    public static byte[] post(URI server, String token, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST " + path + " HTTP/1.1\r\n" + headers(server, token)
                        + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    private static String headers(URI server, String token) {
        return "Host: " + server.getAuthority() + "\r\nX-Auth-Token: " + token + "\r\n";
    }

    /**
     * A POST formed once, in which only numbers change: every <code>{{id}}</code> of the body is one of {@link #DIGITS} digits
     * after the prefix of the run, and every <code>{{key}}</code> what is left of it divided by {@link #KEYS}. Not for use by
     * several threads.
     */
    public static final class Numbered {
        /** So many different keys there are. */
        public static final int KEYS = 500;

        static final int DIGITS = 12;
        private static final int KEY_DIGITS = 3;
        private static final Pattern PLACE = Pattern.compile("\\{\\{(id|key)}}");

        private final byte[] request;
        private final List<Integer> ids = new ArrayList<>();
        private final List<Integer> keys = new ArrayList<>();

        /**
         * Forms it.
         *
         * @param prefix tells the ids of this run from those of others
         */
        public Numbered(URI server, String token, String path, String bodyTemplate, String prefix) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            Matcher place = PLACE.matcher(bodyTemplate);
            int copied = 0;
            while (place.find()) {
                body.writeBytes(bytes(bodyTemplate.substring(copied, place.start())));
                if (place.group(1).equals("id")) {
                    body.writeBytes(bytes(prefix));
                    ids.add(body.size());
                    body.writeBytes(bytes("0".repeat(DIGITS)));
                } else {
                    keys.add(body.size());
                    body.writeBytes(bytes("0".repeat(KEY_DIGITS)));
                }
                copied = place.end();
            }
            body.writeBytes(bytes(bodyTemplate.substring(copied)));
            this.request = post(server, token, path, body.toString(StandardCharsets.UTF_8));
            int bodyStart = request.length - body.size();
            ids.replaceAll(at -> at + bodyStart);
            keys.replaceAll(at -> at + bodyStart);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /** {@return the request with this number in all its places; valid until the next call} */
        public byte[] with(long number) {
            ids.forEach(at -> write(number, at, DIGITS));
            keys.forEach(at -> write(number % KEYS, at, KEY_DIGITS));
            return request;
        }

        private void write(long number, int from, int digits) {
            long rest = number;
            for (int i = from + digits - 1; i >= from; i--) {
                request[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
    }
}
