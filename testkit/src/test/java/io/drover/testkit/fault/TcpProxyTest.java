package io.drover.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client and a server see through a faulty network. */
class TcpProxyTest {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int SILENCE_MILLIS = 300;

    private final ServerSocket server;
    private final TcpProxy proxy;

    TcpProxyTest() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        proxy = TcpProxy.to(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
    }

    @BeforeEach
    void startAnEchoBehindTheProxy() {
        daemon(this::accept);
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void passesBothWaysAndTellsWhatIsOpen() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "hello")).isEqualTo("hello");
            assertThat(ask(socket, "again")).isEqualTo("again");
            assertThat(proxy.connections()).isEqualTo(1);
        }
    }

    @Test
    void passesOnThatASideHasNothingMoreToSay() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("last words".getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("last words");
        }
    }

    @Test
    void delaysEachDirection() throws IOException {
        try (Socket socket = connect()) {
            proxy.suffer(NetworkFault.delay(Duration.ofMillis(100)));

            long start = System.nanoTime();
            String answer = ask(socket, "hello");

            assertThat(answer).isEqualTo("hello");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void cutsAConnectionOnceSoManyBytesWentThroughBothDirectionsTogether() throws IOException {
        try (Socket socket = connect()) {
            proxy.suffer(NetworkFault.cutAfter(8));

            socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            byte[] answer = socket.getInputStream().readAllBytes();

            assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("hel");
        }
    }

    @Test
    void resetsOpenAndNewConnections() throws IOException {
        try (Socket open = connect()) {
            assertThat(ask(open, "hello")).isEqualTo("hello");

            proxy.suffer(NetworkFault.reset());

            assertThatThrownBy(() -> ask(open, "hello")).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> {
                        try (Socket another = connect()) {
                            ask(another, "hello");
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    @Test
    void losesWhatIsSentWhileItDropsAndKeepsThatConnectionSilentForEver() throws IOException {
        try (Socket struck = connect()) {
            proxy.suffer(NetworkFault.drop());
            struck.setSoTimeout(SILENCE_MILLIS);
            assertThatThrownBy(() -> ask(struck, "hello")).isInstanceOf(SocketTimeoutException.class);

            proxy.suffer(NetworkFault.none());

            assertThatThrownBy(() -> ask(struck, "hello")).isInstanceOf(SocketTimeoutException.class);
            try (Socket another = connect()) {
                assertThat(ask(another, "hello")).isEqualTo("hello");
            }
        }
    }

    @Test
    void endsItsConnectionsWhenItIsClosed() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "hello")).isEqualTo("hello");

            proxy.close();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(proxy.connections()).isZero();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(proxy.address().getAddress(), proxy.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        byte[] answer = socket.getInputStream().readNBytes(text.length());
        if (answer.length < text.length()) {
            throw new SocketException("the connection ended after " + answer.length + " bytes of the answer");
        }
        return new String(answer, StandardCharsets.UTF_8);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                daemon(() -> echo(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private static void echo(Socket accepted) {
        try (Socket socket = accepted) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException broken) {
            // as the test wanted it
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
    }
}
