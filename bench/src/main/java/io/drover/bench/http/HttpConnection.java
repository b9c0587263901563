package io.drover.bench.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * One keep-alive connection: writes requests that are formed already and reads their answers, one at a time. An answer
 * stays valid until the next one. Not for use by several threads.
 */
public final class HttpConnection implements Closeable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String HEAD_END = "\r\n\r\n";

    private final Socket socket;
    private final InputStream in;
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    private HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Connects to the host and port of the URL, which has to be plain http. */
    public static HttpConnection to(URI server) throws IOException {
        int port = server.getPort() < 0 ? 80 : server.getPort();
        Socket socket = new Socket(server.getHost(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        return new HttpConnection(socket);
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @throws IOException if the connection broke, ended in the middle of the answer, or the answer is not HTTP/1.1; the
     *     connection is of no further use then
     */
    public Answer exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        String head = head();
        if (!head.startsWith("HTTP/1.") || head.length() < 12) {
            throw new IOException(
                    "the answer is not HTTP/1.1: " + head.lines().findFirst().orElse(""));
        }
        int status = Integer.parseInt(head.substring(9, 12));
        Answer headOnly = new Answer(status, head, "");
        boolean noBody = status == 204 || status == 304;
        return noBody ? headOnly : new Answer(status, head, new String(body(headOnly), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String head() throws IOException {
        int searched = 0;
        while (true) {
            String read = new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
            int stop = read.indexOf(HEAD_END, searched);
            if (stop >= 0) {
                start += stop + HEAD_END.length();
                return read.substring(0, stop);
            }
            searched = Math.max(0, read.length() - HEAD_END.length());
            fill();
        }
    }

    private byte[] body(Answer head) throws IOException {
        if (head.header("transfer-encoding").toLowerCase(Locale.ROOT).contains("chunked")) {
            return chunks();
        }
        String length = head.header("content-length");
        if (length.isEmpty()) {
            throw new IOException("the answer tells neither Content-Length nor chunks");
        }
        return take(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line();
            int length = Integer.parseInt(size.split(";", -1)[0].strip(), 16);
            body.writeBytes(take(length));
            String after = line();
            if (length == 0) {
                while (!after.isEmpty()) {
                    after = line();
                }
                return body.toByteArray();
            }
        }
    }

    private String line() throws IOException {
        for (int i = start; ; i++) {
            if (i == end) {
                int seen = i - start;
                fill();
                i = start + seen;
            }
            if (buffer[i] == '\n') {
                String line = new String(buffer, start, i - start, StandardCharsets.ISO_8859_1);
                start = i + 1;
                return line.strip();
            }
        }
    }

    private byte[] take(int length) throws IOException {
        while (end - start < length) {
            fill();
        }
        byte[] taken = new byte[length];
        System.arraycopy(buffer, start, taken, 0, length);
        start += length;
        return taken;
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw new EOFException("the server closed the connection before its answer was complete");
        }
        end += read;
    }
}
