package io.drover.camelactions.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that answers one request per connection. */
final class SmallServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\ncontent-length: *(\\d+)");

    private final ServerSocket socket;
    private final Function<String, String> answers;

    /** @param answers the whole response to a whole request, both with lines as they are on the wire */
    SmallServer(Function<String, String> answers) throws IOException {
        this.answers = answers;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "small-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                String request = request(caller.getInputStream());
                caller.getOutputStream().write(answers.apply(request).getBytes(StandardCharsets.UTF_8));
            } catch (IOException hungUp) {
                // The caller, or the test as a whole, is done with this connection.
            }
        }
    }

    private static String request(InputStream from) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int next = from.read();
            if (next < 0) {
                throw new IOException("The request ended early.");
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.UTF_8);
        Matcher length = LENGTH.matcher(text);
        int size = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return text + new String(from.readNBytes(size), StandardCharsets.UTF_8);
    }
}
