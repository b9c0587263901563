package io.drover.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The answers that a server may give, byte by byte. */
class HttpConnectionTest {
    private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final URI url = URI.create("http://127.0.0.1:" + server.getLocalPort());

    HttpConnectionTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void readsAnAnswerOfKnownLength() throws IOException {
        answer("HTTP/1.1 202 Accepted\r\ncontent-LENGTH: 5\r\nX-Total-Count: 17\r\n\r\nhello");

        Answer answer = ask().get(0);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.isSuccess()).isTrue();
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.header("x-total-count")).isEqualTo("17");
        assertThat(answer.header("x-limit")).isEmpty();
    }

    @Test
    void readsAnAnswerInChunksAndTheNextOneOnTheSameConnection() throws IOException {
        answer(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;note=1\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n");

        List<Answer> answers = ask("a", "b");

        assertThat(answers.get(0).text()).isEqualTo("hello, world");
        assertThat(answers.get(1).status()).isEqualTo(204);
        assertThat(answers.get(1).text()).isEmpty();
    }

    @Test
    void readsAnAnswerThatIsLargerThanItsBuffer() throws IOException {
        String large = "ä".repeat(50_000);
        answer("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + large);

        assertThat(ask().get(0).text()).isEqualTo(large);
    }

    @Test
    void tellsThatTheServerWentAway() throws IOException {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal");

        assertThatThrownBy(this::ask).isInstanceOf(EOFException.class);
    }

    @Test
    void refusesWhatIsNotHttp() throws IOException {
        answer("SSH-2.0-OpenSSH_9.2\r\n\r\n");

        assertThatThrownBy(this::ask).hasMessageContaining("not HTTP/1.1: SSH-2.0");
    }

    private List<Answer> ask(String... more) throws IOException {
        try (HttpConnection connection = HttpConnection.to(url)) {
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < Math.max(1, more.length); i++) {
                answers.add(connection.exchange(Request.get(url, "secret", "/")));
            }
            return answers;
        }
    }

    /** Answers one connection's requests, each in two pieces, then closes it. */
    private void answer(String... answers) {
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                for (String answer : answers) {
                    readRequest(socket.getInputStream());
                    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                    socket.getOutputStream().write(bytes, 0, 12);
                    socket.getOutputStream().flush();
                    socket.getOutputStream().write(bytes, 12, bytes.length - 12);
                }
            } catch (IOException e) {
                // the test that asked tells what went wrong
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void readRequest(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append((char) in.read());
        }
    }
}
