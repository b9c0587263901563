package io.drover.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Gives texts of any length by HTTP, one request a connection, on a free port of this machine. */
final class LongTexts implements AutoCloseable {
    private final ServerSocket socket;

    private LongTexts(ServerSocket socket) {
        this.socket = socket;
    }

    static LongTexts start() throws IOException {
        LongTexts texts = new LongTexts(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(texts::serve, "long-texts");
        thread.setDaemon(true);
        thread.start();
        return texts;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                give(connection);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void give(Socket connection) throws IOException {
        BufferedReader request =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
        String first = request.readLine();
        String line = first;
        while (line != null && !line.isEmpty()) {
            line = request.readLine();
        }
        if (first != null) {
            byte[] text = new byte[Integer.parseInt(first.replaceAll("\\D*/(\\d+) .*", "$1"))];
            Arrays.fill(text, (byte) 'x');
            OutputStream out = connection.getOutputStream();
            out.write(("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + text.length
                            + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(text);
            out.flush();
        }
    }

    /** {@return where a text of so many characters is} */
    String url(int length) {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/" + length;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
