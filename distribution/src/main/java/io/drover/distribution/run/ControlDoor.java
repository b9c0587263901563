package io.drover.distribution.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code data/run/control/door}: where the commands of {@code droverd} ask the daemon that runs on the same folder. Who may
 * come is decided by the rights of that folder, which only its owner may enter. A question is one array of words, its answer
 * one object; one is answered after the other.
 */
public final class ControlDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlDoor.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_QUESTION = 1 << 16;

    private final Map<String, Work> works;
    private final Path socket;
    private @Nullable ServerSocketChannel server;

    /** Something that the daemon does when it is asked. */
    @FunctionalInterface
    public interface Work {
        /** {@return what came of it} */
        Map<String, ? extends Object> run(List<String> arguments);
    }

    public ControlDoor(Path dataDir, Map<String, Work> works) {
        this.works = Map.copyOf(works);
        this.socket = socket(dataDir);
    }

    private static Path socket(Path dataDir) {
        return dataDir.resolve("run/control/door");
    }

    /** Opens the door; a daemon whose door cannot be opened runs all the same. */
    public void open() {
        try {
            Path folder = socket.getParent();
            if (!Files.exists(folder)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.deleteIfExists(socket);
            ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server = opened;
            opened.bind(UnixDomainSocketAddress.of(socket));
            Thread thread = new Thread(() -> answerAll(opened), "drover-control");
            thread.setDaemon(true);
            thread.start();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn(
                    "The socket '{}' cannot be opened: {}. Commands such as 'droverd backup' need the daemon to be stopped.",
                    socket,
                    e.toString());
        }
    }

    private void answerAll(ServerSocketChannel opened) {
        while (opened.isOpen()) {
            try (SocketChannel caller = opened.accept()) {
                answer(caller);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.debug("A caller of the control door went away", e);
            }
        }
    }

    private void answer(SocketChannel caller) throws IOException {
        byte[] question = Channels.newInputStream(caller).readNBytes(LONGEST_QUESTION);
        ObjectNode answer = JSON.createObjectNode();
        try {
            List<String> words = JSON.readerForListOf(String.class).readValue(question);
            Work work = words.isEmpty() ? null : works.get(words.get(0));
            if (work == null) {
                throw DroverException.invalid(
                        "Expected one of " + works.keySet().stream().sorted().toList() + ", but found " + words
                                + ". Is the daemon of another version?");
            }
            answer.set("done", JSON.valueToTree(work.run(words.subList(1, words.size()))));
        } catch (DroverException e) {
            answer.put("code", e.code().name()).put("error", e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.warn("A command failed", e);
            answer.put("code", ErrorCode.INTERNAL.name()).put("error", "The daemon failed: " + e);
        }
        ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(answer));
        while (bytes.hasRemaining()) {
            if (caller.write(bytes) < 0) {
                throw new ClosedChannelException();
            }
        }
    }

    /**
     * Asks the daemon that has the data folder.
     *
     * @throws DroverException what it answers, or {@code UNAVAILABLE} where it does not
     */
    public static JsonNode ask(Path dataDir, String... words) {
        Path socket = socket(dataDir);
        try (SocketChannel door = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer question = ByteBuffer.wrap(JSON.writeValueAsBytes(words));
            while (question.hasRemaining()) {
                if (door.write(question) < 0) {
                    throw new ClosedChannelException();
                }
            }
            door.shutdownOutput();
            JsonNode answer = JSON.readTree(Channels.newInputStream(door).readAllBytes());
            if (answer.has("error")) {
                throw DroverException.of(
                        ErrorCode.valueOf(answer.path("code").asText()),
                        answer.path("error").asText());
            }
            return answer.path("done");
        } catch (IOException e) {
            throw DroverException.unavailable(
                    "Expected the daemon to answer at '" + socket + "', but found: " + e
                            + ". Run this as the daemon's user, or stop the daemon first.",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
            Files.deleteIfExists(socket);
        }
    }
}
