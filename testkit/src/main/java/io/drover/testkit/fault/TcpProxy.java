package io.drover.testkit.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A TCP proxy on the loopback interface that stands between a client and a database or broker and does to their
 * connections what a bad network does. The fault can be changed at any moment and counts for open connections too.
 */
public final class TcpProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final ServerSocket door;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile NetworkFault fault = NetworkFault.none();

    private TcpProxy(InetSocketAddress target, ServerSocket door) {
        this.target = target;
        this.door = door;
    }

    /** Listens on a free port of the loopback interface and hands everything on to the target. */
    public static TcpProxy to(InetSocketAddress target) throws IOException {
        TcpProxy proxy = new TcpProxy(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread acceptor = new Thread(proxy::acceptAll, "proxy-to-" + target.getPort());
        acceptor.setDaemon(true);
        acceptor.start();
        return proxy;
    }

    /** {@return the address that clients connect to instead of the target's} */
    public InetSocketAddress address() {
        return new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
    }

    public int port() {
        return door.getLocalPort();
    }

    /** From now on, until the next call, every connection suffers this fault. */
    public void suffer(NetworkFault next) {
        fault = next;
        connections.forEach(connection -> connection.faultBegins(next));
    }

    /** {@return how many connections are open} */
    public int connections() {
        return connections.size();
    }

    /** Closes the door and every connection. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        door.close();
        connections.forEach(ProxiedConnection::close);
    }

    private void acceptAll() {
        while (closed.getCount() > 0) {
            try {
                accept(door.accept());
            } catch (IOException e) {
                // the door was closed, or this client's connection is beyond use; the loop's condition knows which
            }
        }
    }

    private void accept(Socket client) throws IOException {
        if (fault instanceof NetworkFault.Reset) {
            client.setSoLinger(true, 0);
            client.close();
            return;
        }
        Socket server = new Socket();
        try {
            server.connect(target);
        } catch (IOException e) {
            client.close();
            throw e;
        }
        ProxiedConnection connection = new ProxiedConnection(client, server, () -> fault, closed, connections::remove);
        connections.add(connection);
        connection.start();
        // a fault that began, or a door that closed, before the connection was known has missed it
        if (fault instanceof NetworkFault.Reset reset) {
            connection.faultBegins(reset);
        }
        if (closed.getCount() == 0) {
            connection.close();
        }
    }
}
