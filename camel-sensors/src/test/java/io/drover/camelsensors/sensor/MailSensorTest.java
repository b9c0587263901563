package io.drover.camelsensors.sensor;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.drover.camelsensors.testing.Plant;
import io.drover.testkit.time.Await;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The component {@code imap} against GreenMail: a mail is an event, and is marked as seen once it was taken. */
class MailSensorTest extends SensorContract {
    private static final String ROUTE = """
            - route:
                id: it
                from:
                  uri: imap:127.0.0.1:{{port}}
                  parameters: {username: "{{name}}", password: secret, initialDelay: 0, delay: 50}
                  steps:
                    - to: drover:trigger/plant.mail
            """;

    private static GreenMail server;
    private static int port;

    private final String name = "plant-" + UUID.randomUUID();

    @SuppressWarnings("NullAway.Init")
    private GreenMailUser user;

    @BeforeAll
    static void startServer() {
        server = server(0);
        port = server.getImap().getPort();
    }

    @AfterAll
    static void stopServer() {
        server.stop();
    }

    @Override
    Plant pack() {
        user = server.setUser(name + "@localhost", name, "secret");
        return new Plant(folder, PATIENCE)
                .config("port", port)
                .config("name", name)
                .file("it.camel.yaml", ROUTE);
    }

    @Override
    void send(String id, String json) throws MessagingException {
        MimeMessage mail = new MimeMessage(server.getImap().createSession());
        mail.setFrom("machine@localhost");
        mail.setRecipients(MimeMessage.RecipientType.TO, name + "@localhost");
        mail.setSubject(id);
        mail.setText(json);
        mail.saveChanges();
        user.deliver(mail);
    }

    @Override
    void sendTwice(String id, String json) throws MessagingException, FolderException {
        send(id, json);
        Await.until(
                "the mail is marked",
                () -> !inbox().getMessages().isEmpty()
                        && inbox().getMessages().get(0).getFlags().contains(Flags.Flag.SEEN));
        inbox().setFlags(new Flags(Flags.Flag.SEEN), false, 1, null, true);
    }

    @Override
    void takeSourceAway() {
        server.stop();
    }

    @Override
    void bringSourceBack() {
        server = server(port);
        user = server.setUser(name + "@localhost", name, "secret");
    }

    @Test
    void tellsThatItsSourceIsAway() throws Exception {
        tellsWhetherItsSourceIsThere();
    }

    private MailFolder inbox() throws FolderException {
        return server.getManagers().getImapHostManager().getInbox(user);
    }

    private static GreenMail server(int port) {
        GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        server.start();
        return server;
    }
}
