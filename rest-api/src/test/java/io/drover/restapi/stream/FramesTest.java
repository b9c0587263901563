package io.drover.restapi.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
    private final Frames frames = new Frames(4, 1_000);

    @Test
    void givesWhatComesAfterAPlaceInOrder() {
        add("a", "b", "c", "d");

        assertThat(ids(frames.from(1, 2))).containsExactly("b", "c");
        assertThat(ids(frames.from(3, 9))).containsExactly("d");
        assertThat(frames.from(4, 9)).isEmpty();
        assertThat(frames.end()).isEqualTo(4);
    }

    @Test
    void losesTheOldestBeyondTheBoundOfFrames() {
        add("a", "b", "c", "d", "e");

        assertThat(frames.isLost(0)).isTrue();
        assertThat(frames.isLost(1)).isFalse();
        assertThat(ids(frames.from(1, 1))).containsExactly("b");
    }

    @Test
    void losesTheOldestBeyondTheBoundOfBytes() {
        frames.add(frame("big", 2_000));
        boolean before = frames.isLost(0);
        add("a");

        assertThat(before).isFalse();
        assertThat(frames.isLost(0)).isTrue();
        assertThat(ids(frames.from(1, 9))).containsExactly("a");
    }

    @Test
    void findsThePlaceAfterAFrame() {
        add("a", "b", "c", "d", "e");

        assertThat(frames.after("c")).hasValue(3);
        assertThat(frames.after("e")).hasValue(5);
        assertThat(frames.after("a")).isEmpty();
    }

    @Test
    void countsOnAfterItForgotAll() {
        add("a", "b");
        frames.clear();
        add("c");

        assertThat(frames.isLost(1)).isTrue();
        assertThat(ids(frames.from(2, 9))).containsExactly("c");
    }

    private void add(String... ids) {
        for (String id : ids) {
            frames.add(frame(id, 10));
        }
    }

    private static Frame frame(String id, int size) {
        return Frame.of(id, new Head("event", "", "", false), -1, "", new byte[size]);
    }

    private static List<String> ids(List<Frame> some) {
        return some.stream().map(Frame::id).toList();
    }
}
