package io.drover.distribution.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.drover.testkit.time.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Debian package: installed, started, upgraded, removed and purged, with systemd and without. */
class DebianPackageIT {
    private static final String NEXT = "99.0";
    private static final String ENABLED = "/etc/systemd/system/multi-user.target.wants/drover.service";
    private static final String SETTINGS = "/etc/drover/drover.yaml";
    private static final List<String> PLACES = List.of(
            "/etc/drover/",
            "/lib/systemd/system/drover.service",
            "/usr/bin/drover",
            "/usr/lib/drover/",
            "/usr/share/doc/drover/");
    /** Like ours by name, and not ours. */
    private static final List<String> OTHERS =
            List.of("/etc/default/drover", "/etc/drover.old/kept", "/var/lib/drover-backup/kept", "/srv/drover/kept");

    @BeforeAll
    static void wantsDpkg() {
        assumeTrue(DebianMachine.isThere("dpkg"), "no dpkg here");
        assumeTrue(Files.exists(first()), "no package was made");
    }

    private static Path first() {
        @Nullable String named = System.getProperty("drover.package");
        return named == null
                ? Path.of("target", "no-package-was-named")
                : Path.of(named).toAbsolutePath();
    }

    private static final class Later {
        static final Path PACKAGE = made(NEXT);
    }

    /** {@return a package of a later version, whose settings have changed} */
    private static Path next() {
        return Later.PACKAGE;
    }

    private static Path made(String version) {
        Path image = Installation.with("# other settings of a later version\n#data-dir: data\n#packs-dir: packs\n");
        Path made = Installation.newFolder("packages").resolve("drover_" + version + "_all.deb");
        Outcome outcome =
                Outcome.of(new ProcessBuilder("bash", "src/build/deb.sh", image.toString(), version, made.toString()));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return made;
    }

    @Test
    void holdsFilesOfRootThatNobodyElseMayWriteAndKnowsItsSettings() {
        Outcome files = Outcome.of(new ProcessBuilder("dpkg-deb", "--contents", first().toString()));
        Outcome conffiles = Outcome.of(new ProcessBuilder("dpkg-deb", "--info", first().toString(), "conffiles"));

        assertThat(files.code()).as(files.err()).isZero();
        assertThat(files.out().lines())
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line).matches("(-rw-r--r--|-rwxr-xr-x|drwxr-xr-x|lrwxrwxrwx) root/root .*"));
        assertThat(files.out()
                        .lines()
                        .filter(line -> !line.startsWith("d"))
                        .map(line -> line.replaceFirst("^.*? \\./", "/")))
                .allMatch(file -> PLACES.stream().anyMatch(file::startsWith));
        assertThat(conffiles.out().lines()).contains(SETTINGS, "/etc/drover/packs/README");
    }

    @Test
    void isTheSameBytesWhenItIsMadeAgainOfTheSame() throws IOException {
        assertThat(Files.mismatch(next(), made(NEXT))).isEqualTo(-1);
    }

    @Test
    void isInstalledStartedUpgradedRemovedAndPurgedOnAMachineWithoutSystemd() throws Exception {
        try (DebianMachine machine = DebianMachine.withoutSystemd()) {
            lay(machine, OTHERS);

            machine.dpkg("--install", first().toString());
            assertThat(machine.run("getent", "passwd", "drover"))
                    .contains("/var/lib/drover:")
                    .contains("nologin");
            assertThat(rights(
                            machine,
                            "/var/lib/drover",
                            "/var/lib/drover/data",
                            "/var/lib/drover/packs",
                            "/var/log/drover"))
                    .containsOnly("750 drover:drover");
            assertThat(rights(machine, SETTINGS)).containsExactly("640 root:drover");
            assertThat(rights(machine, "/etc/drover", "/usr/lib/drover", "/usr/lib/drover/lib", "/usr/bin/droverd"))
                    .containsOnly("755 root:root");
            assertThat(machine.run("dpkg", "--verify", "drover")).isEmpty();
            runs(machine);

            String mine = Files.readString(machine.at(SETTINGS)) + "\n# changed here\n";
            Files.writeString(machine.at(SETTINGS), mine);
            lay(machine, List.of("/var/lib/drover/data/kept", "/etc/drover/packs/mine.yaml"));
            machine.dpkg("--install", next().toString());
            assertThat(version(machine)).isEqualTo(NEXT);
            assertThat(machine.at(SETTINGS)).content().isEqualTo(mine);
            assertThat(machine.at(SETTINGS + ".dpkg-dist")).content().contains("a later version");
            assertThat(rights(machine, SETTINGS)).containsExactly("640 root:drover");
            assertThat(machine.at("/var/lib/drover/data/kept")).exists();
            assertThat(machine.at("/usr/lib/drover/lib/archive")).isNotEmptyDirectory();
            runs(machine);

            machine.dpkg("--remove", "drover");
            for (String gone : List.of(
                    "/usr/lib/drover", "/usr/bin/drover", "/usr/bin/droverd", "/lib/systemd/system/drover.service")) {
                assertThat(machine.at(gone)).doesNotExist();
            }
            for (String kept : List.of(SETTINGS, "/etc/drover/packs/mine.yaml", "/var/lib/drover/data/kept")) {
                assertThat(machine.at(kept)).exists();
            }
            machine.dpkg("--install", next().toString());
            assertThat(machine.at(SETTINGS)).content().isEqualTo(mine);
            runs(machine);

            machine.dpkg("--remove", "drover");
            machine.dpkg("--purge", "drover");
            assertNothingIsLeft(machine);
        }
    }

    @Test
    void isStartedRestartedAndStoppedWhereThereIsSystemd() {
        try (DebianMachine machine = DebianMachine.withSystemd()) {
            lay(machine, OTHERS);

            machine.dpkg("--install", first().toString());
            assertThat(machine.asked())
                    .containsExactly(
                            "systemctl --quiet enable drover.service",
                            "systemctl daemon-reload",
                            "deb-systemd-invoke start drover.service");
            machine.dpkg("--install", next().toString());
            assertThat(machine.asked())
                    .containsExactly(
                            "systemctl daemon-reload",
                            "systemctl daemon-reload",
                            "systemctl --quiet is-enabled drover.service",
                            "deb-systemd-invoke restart drover.service");
            machine.dpkg("--remove", "drover");
            assertThat(machine.asked())
                    .containsExactly("deb-systemd-invoke stop drover.service", "systemctl daemon-reload");
            machine.dpkg("--install", next().toString());
            assertThat(machine.asked()).contains("deb-systemd-invoke restart drover.service");

            machine.run("rm", ENABLED);
            machine.dpkg("--install", first().toString());
            assertThat(machine.asked())
                    .as("who switched it off keeps it off")
                    .contains("deb-systemd-invoke try-restart drover.service")
                    .noneMatch(asked -> asked.contains(" start ") || asked.contains(" enable "));

            machine.dpkg("--purge", "drover");
            assertThat(machine.asked()).contains("deb-systemd-invoke stop drover.service", "systemctl daemon-reload");
            assertNothingIsLeft(machine);
        }
    }

    private static void assertNothingIsLeft(DebianMachine machine) {
        assertThat(Outcome.of(machine.program("getent", "passwd", "drover")).code())
                .isEqualTo(2);
        assertThat(Outcome.of(machine.program("getent", "group", "drover")).code())
                .isEqualTo(2);
        assertThat(machine.changed().stream().filter(file -> file.contains("drover")))
                .allMatch(file -> OTHERS.stream().anyMatch(other -> other.startsWith(file)));
        OTHERS.forEach(other -> assertThat(machine.at(other)).exists());
    }

    /** The daemon starts as its own user, answers the command line, and stops in order. */
    private static void runs(DebianMachine machine) throws InterruptedException, IOException {
        Path http = machine.at("/var/lib/drover/data/run/http.json");
        Files.deleteIfExists(http);
        Path log = Installation.newFolder("installed").resolve("droverd.log");
        ProcessBuilder droverd =
                machine.program("/usr/bin/droverd").redirectErrorStream(true).redirectOutput(log.toFile());
        droverd.environment().put("DROVER_HTTP_PORT", "0");
        droverd.environment().put("DROVER_HTTP_AUTH_PORT", "");
        droverd.environment().put("DROVER_HTTP_STREAM_PORT", "");
        Process daemon = droverd.start();
        try {
            Await.until("the installed daemon listens", Duration.ofMinutes(2), () -> {
                if (!daemon.isAlive()) {
                    throw new AssertionError("The daemon ended with " + daemon.exitValue() + ":\n" + text(log));
                }
                return Files.exists(http);
            });
            assertThat(rights(machine, "/var/lib/drover/data/run/admin-token")).containsExactly("600 drover:drover");
            JsonNode ran = PackagedDaemon.json(machine.run("/usr/bin/drover", "run", "core.local", "cmd=id -un", "-j"));
            assertThat(PackagedDaemon.stdout(ran)).isEqualTo("drover");
        } finally {
            daemon.destroy();
        }
        assertThat(daemon.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(daemon.exitValue()).as(text(log)).isZero();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version(DebianMachine machine) {
        return machine.run("dpkg-query", "--show", "--showformat=${Version}", "drover");
    }

    /** {@return mode and owners of files} */
    private static List<String> rights(DebianMachine machine, String... files) {
        List<String> command = new ArrayList<>(List.of("stat", "--format=%a %U:%G"));
        command.addAll(List.of(files));
        return machine.run(command.toArray(String[]::new)).lines().toList();
    }

    private static void lay(DebianMachine machine, List<String> files) {
        for (String file : files) {
            try {
                Files.createDirectories(machine.at(file).getParent());
                Files.writeString(machine.at(file), "kept\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** As for the image of another machine: no script may touch what runs here. */
    @Test
    void isInstalledUpgradedRemovedAndPurgedInAFolder() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "dpkg wants root");
        Path root = Installation.newFolder("dpkg");
        for (String folder : List.of("info", "updates", "triggers")) {
            Files.createDirectories(root.resolve("var/lib/dpkg").resolve(folder));
        }
        for (String file : List.of("status", "available")) {
            Files.createFile(root.resolve("var/lib/dpkg").resolve(file));
        }
        Path settings = root.resolve("etc/drover/drover.yaml");
        Path kept = root.resolve("var/lib/drover/data/kept");

        dpkg(root, "--install", first().toString());
        assertThat(settings).content().contains("\ndata-dir: /var/lib/drover/data\n");
        assertThat(root.resolve("usr/lib/drover/bin/droverd")).isExecutable();
        assertThat(root.resolve("lib/systemd/system/drover.service")).exists();

        Files.writeString(settings, "log.level: warn\n");
        Files.createFile(kept);
        dpkg(root, "--install", next().toString());
        assertThat(settings).content().isEqualTo("log.level: warn\n");
        assertThat(kept).exists();

        Files.delete(settings);
        dpkg(root, "--install", next().toString());
        assertThat(settings).as("who removed it meant it").doesNotExist();

        dpkg(root, "--remove", "drover");
        assertThat(root.resolve("usr/lib/drover")).doesNotExist();
        assertThat(kept).exists();

        dpkg(root, "--purge", "drover");
        assertThat(root.resolve("etc/drover")).doesNotExist();
        assertThat(root.resolve("var/lib/drover")).doesNotExist();
        assertThat(Files.exists(root.resolve(ENABLED.substring(1)))).isFalse();
    }

    private static void dpkg(Path root, String... words) {
        List<String> command = new ArrayList<>(List.of(
                "dpkg",
                "--root=" + root,
                "--force-script-chrootless",
                "--force-depends",
                "--force-confdef",
                "--force-confold",
                "--log=/dev/null"));
        command.addAll(List.of(words));
        Outcome outcome = Outcome.of(new ProcessBuilder(command));
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }
}
