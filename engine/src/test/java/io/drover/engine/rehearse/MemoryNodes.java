package io.drover.engine.rehearse;

import io.drover.model.store.Nodes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Leases of nodes by a clock that stands for the database's. */
record MemoryNodes(Table<MemoryNodes.Heard> rows, Table<Integer> numbers, InstantSource clock) implements Nodes {

    /** When a life of a node was heard of last. */
    record Heard(String node, String home, String life, Instant at) {}

    @Override
    public boolean begin(String node, String home, String life, Duration lease) {
        boolean isFree = rows.find(node)
                .filter(heard -> !heard.home().equals(home) && !isSilentFor(heard, lease))
                .isEmpty();
        if (isFree) {
            rows.put(node, new Heard(node, home, life, clock.instant()));
        }
        return isFree;
    }

    private boolean isSilentFor(Heard heard, Duration time) {
        return Duration.between(heard.at(), clock.instant()).compareTo(time) > 0;
    }

    @Override
    public boolean beat(String node, String life) {
        Optional<Heard> lives = rows.find(node).filter(heard -> heard.life().equals(life));
        lives.ifPresent(heard -> rows.put(node, new Heard(node, heard.home(), life, clock.instant())));
        return lives.isPresent();
    }

    @Override
    public boolean isSilent(int number, Duration longerThan) {
        return rows.stream()
                .filter(heard -> numbers.find(heard.node()).orElse(0) == number)
                .allMatch(heard -> isSilentFor(heard, longerThan));
    }

    @Override
    public List<String> silent(String node, Duration longerThan) {
        return rows.stream()
                .filter(heard -> !heard.node().equals(node) && isSilentFor(heard, longerThan))
                .map(Heard::node)
                .toList();
    }

    @Override
    public boolean cutOff(String node, Duration longerThan) {
        return rows.find(node).filter(heard -> !isSilentFor(heard, longerThan)).isEmpty();
    }

    /** {@return the name of a node that began} */
    String name(int number) {
        return rows.stream()
                .map(Heard::node)
                .filter(node -> numbers.find(node).orElse(0) == number)
                .findFirst()
                .orElse("node " + number);
    }
}
