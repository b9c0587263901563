package io.drover.distribution.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drover.distribution.command.Finding.Grade;
import io.drover.distribution.config.BadConfiguration;
import io.drover.distribution.config.Settings;
import io.drover.distribution.packs.PackFolders;
import io.drover.distribution.run.ControlDoor;
import io.drover.distribution.run.DatabaseLocation;
import io.drover.distribution.run.RunFolder;
import io.drover.model.error.DroverException;
import io.drover.model.pack.Problem;
import io.drover.persistence.DatabaseSettings;
import io.drover.persistence.DatabaseState;
import io.drover.ruledsl.YamlPackReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code droverd doctor}: looks at everything a daemon needs, running or not, and changes nothing. It ends with 0 where
 * nothing failed, else with 1.
 */
public final class Doctor {
    /** What the daemon is asked to do. */
    public static final String WORK = "checks";

    /** With this the detail begins of something that is not well. */
    public static final String UNWELL = "!";

    /** With this the detail begins of something that somebody should know of. */
    public static final String WARNING = "?";

    private static final String JSON = "--json";
    private static final long GIGABYTE = 1L << 30;
    private static final long LEAST_FREE = GIGABYTE / 10;
    private static final List<String> SECRETS = List.of("secret-keys.json", "database-password", "run/admin-token");

    private final Place place;
    private final List<Finding> findings = new ArrayList<>();

    private Doctor(Place place) {
        this.place = place;
    }

    static int run(List<String> call, Place place) {
        Arguments arguments = Arguments.read(call, Set.of(), Set.of(JSON));
        arguments.none();
        Doctor doctor = new Doctor(place);
        doctor.look();
        if (arguments.has(JSON)) {
            doctor.printJson();
        } else {
            doctor.print();
        }
        return doctor.isWell() ? 0 : 1;
    }

    private boolean isWell() {
        return findings.stream().noneMatch(each -> each.grade() == Grade.FAILED);
    }

    private void look() {
        findings.add(Finding.ok("java", Runtime.version() + " at " + System.getProperty("java.home")));
        Settings settings;
        try {
            settings = place.settings();
        } catch (BadConfiguration e) {
            e.problems().forEach(problem -> findings.add(Finding.failed("configuration", problem)));
            return;
        }
        findings.add(Finding.ok(
                "configuration", place.home().resolve("conf/drover.yaml").toString()));
        writable("data-dir", settings.dataDir());
        writable("log-dir", settings.logDir());
        secrets(settings);
        space(settings);
        try {
            if (RunFolder.isInUse(settings.dataDir())) {
                running(settings);
            } else {
                findings.add(Finding.ok("daemon", "does not run on '" + settings.dataDir() + "'"));
                ports(settings);
                database(settings);
            }
        } catch (BadConfiguration e) {
            findings.add(Finding.failed("daemon", String.join("; ", e.problems())));
        }
        packs(settings);
    }

    private void writable(String key, Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        boolean isThere = there.equals(folder);
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            findings.add(Finding.failed(
                    key,
                    "'" + there + "' cannot be written by " + System.getProperty("user.name") + "; change its owner"));
        } else {
            findings.add(Finding.ok(key, "'" + folder + (isThere ? "' can be written" : "' will be made")));
        }
    }

    private void secrets(Settings settings) {
        for (String name : SECRETS) {
            Path file = settings.dataDir().resolve(name);
            if (Files.exists(file)) {
                String open = openTo(file);
                findings.add(
                        open == null
                                ? Finding.ok("rights", "'" + file + "' is its owner's alone")
                                : Finding.failed(
                                        "rights",
                                        "'" + file + "' can be read by others (" + open + "); run: chmod 600 '" + file
                                                + "'"));
            }
        }
    }

    private static @Nullable String openTo(Path file) {
        Set<PosixFilePermission> rights =
                Trees.trying("read the rights of '" + file + "'", () -> Files.getPosixFilePermissions(file));
        List<String> others = rights.stream()
                .filter(right -> !right.name().startsWith("OWNER"))
                .map(right -> right.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .sorted()
                .toList();
        return others.isEmpty() ? null : String.join(", ", others);
    }

    private void space(Settings settings) {
        Path there = settings.dataDir();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        Path folder = there;
        long free = Trees.trying(
                "ask for the space of '" + folder + "'",
                () -> Files.getFileStore(folder).getUsableSpace());
        String detail = String.format(Locale.ROOT, "%.1f GB free at '%s'", (double) free / GIGABYTE, folder);
        findings.add(
                free < LEAST_FREE
                        ? Finding.failed("disk", detail + "; make room before the database stops")
                        : free < GIGABYTE ? Finding.warning("disk", detail) : Finding.ok("disk", detail));
    }

    private void running(Settings settings) {
        try {
            Map<String, String> checks = new ObjectMapper()
                    .readerForMapOf(String.class)
                    .readValue(ControlDoor.ask(settings.dataDir(), WORK));
            for (Map.Entry<String, String> check : checks.entrySet()) {
                findings.add(told("daemon: " + check.getKey(), check.getValue()));
            }
        } catch (DroverException | IOException e) {
            findings.add(Finding.failed("daemon", String.valueOf(e.getMessage())));
        }
    }

    private static Finding told(String check, String detail) {
        if (detail.startsWith(UNWELL)) {
            return Finding.failed(check, detail.substring(UNWELL.length()));
        }
        return detail.startsWith(WARNING)
                ? Finding.warning(check, detail.substring(WARNING.length()))
                : Finding.ok(check, detail);
    }

    private void ports(Settings settings) {
        Map<String, @Nullable Integer> ports = new LinkedHashMap<>();
        ports.put("http.port", settings.httpPort());
        ports.put("http.auth-port", settings.authPort());
        ports.put("http.stream-port", settings.streamPort());
        ports.put("report.jdbc-port", settings.reportPort());
        ports.forEach((key, port) -> {
            if (port != null && port > 0) {
                findings.add(port(settings, key, port));
            }
        });
    }

    private static Finding port(Settings settings, String key, int port) {
        String host = key.startsWith("report") ? "127.0.0.1" : settings.httpHost();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return Finding.ok(key, host + ":" + port + " is free");
        } catch (IOException e) {
            return Finding.failed(
                    key, host + ":" + port + " cannot be opened: " + e.getMessage() + "; change '" + key + "'");
        }
    }

    private void database(Settings settings) {
        try {
            DatabaseSettings database = DatabaseLocation.of(settings);
            findings.add(
                    DatabaseState.isThere(database)
                            ? judged(DatabaseState.of(database))
                            : Finding.ok("database", "will be made at the first start"));
        } catch (DroverException e) {
            findings.add(Finding.failed("database", e.getMessage()));
        }
    }

    private static Finding judged(DatabaseState state) {
        if (state.isNewer()) {
            return Finding.failed(
                    "database",
                    state.description() + ": its tables are of version " + state.version()
                            + ", which only a newer Drover knows; use that one");
        }
        if (state.risk() != null) {
            return Finding.warning("database", state.risk());
        }
        return Finding.ok(
                "database",
                state.description() + ", "
                        + (state.pending() == 0
                                ? "tables of version " + state.version()
                                : state.pending() + " migrations at the next start; make a backup before"));
    }

    private void packs(Settings settings) {
        YamlPackReader reader = new YamlPackReader(place.home().resolve("conf/packs"));
        List<Path> folders;
        try {
            List<Path> parents = new ArrayList<>(List.of(place.home().resolve("lib/packs")));
            parents.addAll(settings.packsDirs());
            folders = new PackFolders(parents).get();
        } catch (BadConfiguration e) {
            findings.add(Finding.failed("packs", String.join("; ", e.problems())));
            return;
        }
        List<Problem> problems = new ArrayList<>();
        for (Path folder : folders) {
            problems.addAll(reader.read(folder, null).problems());
        }
        problems.forEach(problem -> findings.add(
                problem.isError()
                        ? Finding.failed("packs", problem.toString())
                        : Finding.warning("packs", problem.toString())));
        if (problems.isEmpty()) {
            findings.add(Finding.ok("packs", folders.size() + " can be read"));
        }
    }

    private void print() {
        for (Finding each : findings) {
            place.out().printf(Locale.ROOT, "%-8s %-18s %s%n", each.grade().word(), each.check(), each.detail());
        }
        place.out().println(isWell() ? "All is well enough to run." : "Not all is well: see what failed.");
    }

    private void printJson() {
        ObjectMapper json = new ObjectMapper();
        ObjectNode document = json.createObjectNode().put("well", isWell());
        ArrayNode list = document.putArray("checks");
        for (Finding each : findings) {
            list.addObject()
                    .put("check", each.check())
                    .put("grade", each.grade().word())
                    .put("detail", each.detail());
        }
        place.out()
                .println(Trees.trying(
                        "write JSON",
                        () -> json.writerWithDefaultPrettyPrinter().writeValueAsString(document)));
    }
}
