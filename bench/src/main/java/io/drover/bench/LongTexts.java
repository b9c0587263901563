package io.drover.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** Gives texts of any length by HTTP, on a free port of this machine. */
final class LongTexts implements AutoCloseable {
    private static final int OK = 200;
    private static final int BACKLOG = 50;

    private final HttpServer server;

    private LongTexts(HttpServer server) {
        this.server = server;
    }

    static LongTexts start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.createContext("/", LongTexts::give);
        server.start();
        return new LongTexts(server);
    }

    private static void give(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] text = new byte[Integer.parseInt(exchange.getRequestURI().getPath().substring(1))];
            Arrays.fill(text, (byte) 'x');
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(OK, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    /** {@return where a text of so many characters is} */
    String url(int length) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + length;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
