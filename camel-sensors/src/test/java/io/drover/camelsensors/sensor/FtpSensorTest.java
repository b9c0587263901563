package io.drover.camelsensors.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.drover.camelsensors.testing.Plant;
import io.drover.testkit.net.FreePort;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The component {@code ftp} against Apache's FTP server. */
class FtpSensorTest implements MessageContract {
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

    @TempDir
    Path folder;

    private FtpServer server;
    private final int port = FreePort.choose();
    private Plant plant;

    @BeforeEach
    void start() throws FtpException {
        restart();
        plant = new Plant(folder, null, PATIENCE).config("port", port).file("it.camel.yaml", ROUTE);
    }

    @AfterEach
    void stop() {
        plant.close();
        server.stop();
    }

    @Override
    public Plant plant() {
        return plant;
    }

    @Override
    public void send(String id, String json) throws IOException {
        send(id, json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void send(String id, byte[] body) throws IOException {
        Path written = Files.write(folder.resolve(".writing-" + id), body);
        Files.setLastModifiedTime(written, SAME_TIME);
        Files.move(written, folder.resolve(id));
    }

    @Override
    public void sendTwice(String id, String json) throws IOException {
        send(id, json);
        Await.until("the first file is moved", () -> !Files.exists(folder.resolve(id)));
        send(id, json);
    }

    @Override
    public void restartSource() throws FtpException {
        server.stop();
        restart();
    }

    @Test
    void movesAFileAfterTheCommit() throws IOException {
        assertThat(plant.load()).isEmpty();

        send("a.json", "{\"id\": \"a\"}");

        assertThat(plant.ids(1)).containsExactly("a");
        Await.until("the file is moved", () -> Files.exists(folder.resolve(".camel/a.json")));
    }

    private void restart() throws FtpException {
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
}
