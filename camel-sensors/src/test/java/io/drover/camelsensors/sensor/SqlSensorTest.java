package io.drover.camelsensors.sensor;

import io.drover.camelsensors.testing.Plant;
import io.drover.testkit.time.Await;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The component {@code sql} against an H2 server: a row is an event, and is marked once it was taken. */
class SqlSensorTest extends SensorContract {
    private static final String ROUTE = """
            - beans:
                - name: plantDb
                  type: org.h2.jdbcx.JdbcDataSource
                  properties: {url: "{{db}}", user: sa, password: ""}
            - route:
                id: it
                from:
                  uri: sql:select "id", "bad" from "events" where not "seen" order by "id"
                  parameters:
                    dataSource: "#plantDb"
                    onConsume: update "events" set "seen" = true where "id" = :#id
                    initialDelay: 0
                    delay: 50
                  steps:
                    - to: {uri: "drover:trigger/plant.event", parameters: {dedupeKey: "${body[id]}"}}
            """;

    @SuppressWarnings("NullAway.Init")
    private Server server;

    @Override
    Plant pack() throws SQLException {
        server = server(0);
        execute("create table \"events\" (\"id\" varchar(20), \"bad\" boolean, \"seen\" boolean)");
        return new Plant(folder, PATIENCE).config("db", url()).file("it.camel.yaml", ROUTE);
    }

    @Override
    @AfterEach
    void stop() throws Exception {
        super.stop();
        server.stop();
    }

    @Override
    void send(String id, String json) throws SQLException {
        execute("insert into \"events\" values (?, ?, false)", id, json.contains("true"));
    }

    @Override
    void sendTwice(String id, String json) throws SQLException {
        send(id, json);
        Await.until("the row is marked", () -> isSeen(id));
        execute("update \"events\" set \"seen\" = false where \"id\" = ?", id);
    }

    @Override
    void takeSourceAway() {
        server.stop();
    }

    @Override
    void bringSourceBack() throws SQLException {
        server = server(server.getPort());
    }

    @Test
    void tellsThatItsSourceIsAway() throws Exception {
        tellsWhetherItsSourceIsThere();
    }

    private Server server(int port) throws SQLException {
        return Server.createTcpServer("-tcpPort", String.valueOf(port), "-ifNotExists", "-baseDir", folder.toString())
                .start();
    }

    private String url() {
        return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/./plant";
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "sa", "");
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private boolean isSeen(String id) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "sa", "");
                PreparedStatement statement =
                        connection.prepareStatement("select \"seen\" from \"events\" where \"id\" = ?")) {
            statement.setString(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
