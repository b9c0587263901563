package io.drover.bench.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
     * A POST formed once, in which only the ids change: every <code>{{id}}</code> of the body is a number of
     * {@link #DIGITS} digits after the prefix of the run. Not for use by several threads.
     */
    public static final class Numbered {
        static final int DIGITS = 12;
        private static final String PLACE = "{{id}}";

        private final byte[] request;
        private final List<Integer> places = new ArrayList<>();

        /**
         * Forms it.
         *
         * @param prefix tells the ids of this run from those of others
         */
        public Numbered(URI server, String token, String path, String bodyTemplate, String prefix) {
            String zeros = prefix + "0".repeat(DIGITS);
            String body = bodyTemplate.replace(PLACE, zeros);
            this.request = post(server, token, path, body);
            int bodyStart = request.length - body.getBytes(StandardCharsets.UTF_8).length;
            int searched = 0;
            int shift = 0;
            for (int at = bodyTemplate.indexOf(PLACE); at >= 0; at = bodyTemplate.indexOf(PLACE, searched)) {
                int before = bodyTemplate.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
                places.add(bodyStart + before + shift + prefix.getBytes(StandardCharsets.UTF_8).length);
                shift += zeros.getBytes(StandardCharsets.UTF_8).length - PLACE.length();
                searched = at + PLACE.length();
            }
        }

        /** {@return the request with this number in all its places; valid until the next call} */
        public byte[] with(long number) {
            for (int place : places) {
                long rest = number;
                for (int i = place + DIGITS - 1; i >= place; i--) {
                    request[i] = (byte) ('0' + rest % 10);
                    rest /= 10;
                }
            }
            return request;
        }
    }
}
