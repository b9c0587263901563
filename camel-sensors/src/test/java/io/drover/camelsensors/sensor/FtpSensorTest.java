package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Plant;
import io.drover.testkit.net.FreePort;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The component {@code ftp} against Apache's FTP server. */
class FtpSensorTest extends MessageContract {
    private static final String ROUTE = """
            - route:
                id: it
                from:
                  uri: ftp:plant@127.0.0.1:{{port}}
                  parameters: {password: secret, passiveMode: true, initialDelay: 0, delay: 50, reconnectDelay: 50}
                  steps:
                    - to: drover:trigger/plant.dropped
            """;
    private static final FileTime SAME_TIME = FileTime.fromMillis(1_800_000_000_000L);

    @SuppressWarnings("NullAway.Init")
    private FtpServer server;

    private final int port = FreePort.choose();

    @Override
    Plant pack() throws FtpException {
        bringSourceBack();
        return new Plant(folder, PATIENCE).config("port", port).file("it.camel.yaml", ROUTE);
    }

    @Override
    @AfterEach
    void stop() throws Exception {
        super.stop();
        server.stop();
    }

    @Override
    void send(String id, byte[] body) throws IOException {
        Path written = Files.write(folder.resolve(".writing-" + id), body);
        Files.setLastModifiedTime(written, SAME_TIME);
        Files.move(written, folder.resolve(id));
    }

    @Override
    void sendTwice(String id, String json) throws Exception {
        send(id, json);
        Await.until("the first file is moved", () -> !Files.exists(folder.resolve(id)));
        send(id, json);
    }

    @Override
    void takeSourceAway() {
        server.stop();
    }

    @Override
    void bringSourceBack() throws FtpException {
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(port);
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener.createListener());
        BaseUser user = new BaseUser();
        user.setName("plant");
        user.setPassword("secret");
        user.setHomeDirectory(folder.toString());
        user.setAuthorities(List.of(new WritePermission()));
        factory.getUserManager().save(user);
        server = factory.createServer();
        server.start();
    }

    @Test
    void tellsThatItsSourceIsAway() throws Exception {
        tellsWhetherItsSourceIsThere();
    }

    @Test
    void movesAFileAfterTheCommit() throws Exception {
        assertThat(plant.load()).isEmpty();

        send("a.json", "{\"id\": \"a\"}");

        assertThat(plant.ids(1)).containsExactly("a");
        Await.until("the file is moved", () -> Files.exists(folder.resolve(".camel/a.json")));
    }
}
