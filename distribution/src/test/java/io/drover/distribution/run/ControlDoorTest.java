package io.drover.distribution.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.drover.model.error.DroverException;
import io.drover.model.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlDoorTest {
    @TempDir
    Path data;

    @Test
    void doesWhatItIsAsked() throws Exception {
        try (ControlDoor door = door()) {
            door.open();

            assertThat(ControlDoor.ask(data, "echo", "ä b").path("said").asText())
                    .isEqualTo("ä b");
            assertThat(ControlDoor.ask(data, "echo", "again").path("said").asText())
                    .isEqualTo("again");
        }
    }

    @Test
    void isEnteredByItsOwnerAlone() throws Exception {
        try (ControlDoor door = door()) {
            door.open();

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("run/control"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void answersFailuresAsTheyAre() throws Exception {
        try (ControlDoor door = door()) {
            door.open();

            assertThatExceptionOfType(DroverException.class)
                    .isThrownBy(() -> ControlDoor.ask(data, "refuse"))
                    .withMessage("No.")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
            assertThatExceptionOfType(DroverException.class)
                    .isThrownBy(() -> ControlDoor.ask(data, "dance"))
                    .withMessageContaining("[echo, refuse]");
        }
    }

    @Test
    void tellsThatNobodyAnswers() {
        assertThatExceptionOfType(DroverException.class)
                .isThrownBy(() -> ControlDoor.ask(data, "echo"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private ControlDoor door() throws Exception {
        Files.createDirectories(data.resolve("run"));
        return new ControlDoor(data, Map.of("echo", words -> Map.of("said", words.get(0)), "refuse", words -> {
            throw DroverException.conflict("No.");
        }));
    }
}
