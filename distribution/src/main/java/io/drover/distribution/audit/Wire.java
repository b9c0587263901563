package io.drover.distribution.audit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A way to bytes of messages: datagrams, or a connection that is made when it is needed. */
sealed interface Wire extends AutoCloseable {
    int CONNECT_MILLIS = 5_000;

    /** {@return the way to an address such as {@code udp://host:514}, {@code tcp://host:601}, {@code tls://host:6514} } */
    static Wire to(URI address) {
        return to(address, () -> (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /**
     * As {@link #to(URI)}, with certificates of one's own.
     *
     * @param trusting makes connections with TLS, and knows whose certificates are trusted
     */
    static Wire to(URI address, Supplier<SSLSocketFactory> trusting) {
        return switch (address.getScheme()) {
            case "udp" -> new Datagrams(address);
            case "tcp" -> new Connection(address, null);
            default -> new Connection(address, trusting);
        };
    }

    /** {@return whether each message is sent on its own} */
    boolean isDatagram();

    void send(List<byte[]> messages) throws IOException;

    @Override
    void close();

    /** One datagram for each message; whether it arrives nobody knows. */
    final class Datagrams implements Wire {
        private final URI address;

        Datagrams(URI address) {
            this.address = address;
        }

        @Override
        public boolean isDatagram() {
            return true;
        }

        @Override
        public void send(List<byte[]> messages) throws IOException {
            InetAddress host = InetAddress.getByName(address.getHost());
            try (DatagramSocket socket = new DatagramSocket()) {
                for (byte[] message : messages) {
                    socket.send(new DatagramPacket(message, message.length, host, address.getPort()));
                }
            }
        }

        @Override
        public void close() {
            // each sending has its own socket
        }
    }

    /** A connection, with TLS or without; with it the other's certificate must be trusted and name the host of the address. */
    final class Connection implements Wire {
        private final URI address;
        private final @Nullable Supplier<SSLSocketFactory> trusting;
        private @Nullable Socket socket;

        /** @param trusting null: without TLS */
        Connection(URI address, @Nullable Supplier<SSLSocketFactory> trusting) {
            this.address = address;
            this.trusting = trusting;
        }

        @Override
        public boolean isDatagram() {
            return false;
        }

        @Override
        public void send(List<byte[]> messages) throws IOException {
            try {
                Socket open = socket == null ? connect() : socket;
                OutputStream out = new BufferedOutputStream(open.getOutputStream());
                for (byte[] message : messages) {
                    out.write(message);
                }
                out.flush();
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        private Socket connect() throws IOException {
            Socket plain = new Socket();
            socket = plain;
            plain.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MILLIS);
            plain.setSoTimeout(CONNECT_MILLIS);
            if (trusting != null) {
                SSLSocket secured =
                        (SSLSocket) trusting.get().createSocket(plain, address.getHost(), address.getPort(), true);
                SSLParameters parameters = secured.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secured.setSSLParameters(parameters);
                secured.startHandshake();
                socket = secured;
                return secured;
            }
            return plain;
        }

        @Override
        public void close() {
            Socket open = socket;
            socket = null;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException broken) {
                    // it is gone all the same
                    return;
                }
            }
        }
    }
}
