package io.drover.distribution.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a process and those that it began listen, as Linux tells it: for connections, or for datagrams. */
final class OpenPorts {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String LISTENS = "0A";
    private static final String TAKES_DATAGRAMS = "07";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int WORD = 8;
    private static final int HEX = 16;

    private OpenPorts() {}

    /** {@return whether this machine tells of a process's sockets} */
    static boolean areTold() {
        return Files.isReadable(PROC.resolve("self/net/tcp"));
    }

    /** {@return the addresses with their ports} */
    static List<InetSocketAddress> of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .flatMap(each -> ofOne(PROC.resolve(Long.toString(each.pid()))).stream())
                .distinct()
                .toList();
    }

    /** A process that ends meanwhile listens nowhere. */
    private static List<InetSocketAddress> ofOne(Path process) {
        try {
            return told(process);
        } catch (UncheckedIOException e) {
            if (Files.exists(process)) {
                throw e;
            }
            return List.of();
        }
    }

    private static List<InetSocketAddress> told(Path process) {
        Set<String> sockets = sockets(process.resolve("fd"));
        List<InetSocketAddress> open = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            String state = table.startsWith("tcp") ? LISTENS : TAKES_DATAGRAMS;
            for (String line : lines(process.resolve("net").resolve(table))) {
                String[] columns = BLANKS.split(line.strip(), -1);
                if (columns.length > INODE && columns[STATE].equals(state) && sockets.contains(columns[INODE])) {
                    open.add(address(columns[LOCAL]));
                }
            }
        }
        return open;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.exists(table) ? Files.readAllLines(table) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> sockets(Path descriptors) {
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.map(OpenPorts::target)
                    .map(SOCKET::matcher)
                    .filter(Matcher::matches)
                    .map(socket -> socket.group(1))
                    .collect(Collectors.toSet());
        } catch (NoSuchFileException ended) {
            return Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closed) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address stands there in words of 32 bits, each in the order of the machine. */
    private static InetSocketAddress address(String hexWithPort) {
        int colon = hexWithPort.indexOf(':');
        ByteBuffer bytes = ByteBuffer.allocate(colon / 2).order(ByteOrder.nativeOrder());
        for (int at = 0; at < colon; at += WORD) {
            bytes.putInt(Integer.parseUnsignedInt(hexWithPort.substring(at, at + WORD), HEX));
        }
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(bytes.array()), Integer.parseInt(hexWithPort.substring(colon + 1), HEX));
        } catch (UnknownHostException e) {
            throw new AssertionError("Expected an address, but found " + hexWithPort, e);
        }
    }
}
