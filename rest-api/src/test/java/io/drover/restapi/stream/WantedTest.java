package io.drover.restapi.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedTest {
    private static final Head NOOP = new Head("st2.execution__create", "core.noop", "x1", false);
    private static final Head ANNOUNCED = new Head("st2.announcement__general", "", "", false);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "*,anything,true",
        "st2.*__create,st2.execution__create,true",
        "st2.*__create,st2.execution__update,false",
        "a?c,abc,true",
        "a?c,ac,false",
        "a*b*c,aXbYc,true",
        "a*b,ab*,false",
        "abc,abc,true",
        "abc,abcd,false"
    })
    void patternsFitAsInAShell(String pattern, String text, boolean fits) {
        assertThat(Glob.fits(pattern, text)).isEqualTo(fits);
    }

    @Test
    void filtersByActionAndExecutionOnlyWhatHasThem() {
        Wanted noops = new Wanted(Set.of("*"), Set.of("core.noop"), Set.of());
        Wanted other = new Wanted(Set.of("*"), Set.of(), Set.of("x2"));

        assertThat(noops.lets(NOOP)).isTrue();
        assertThat(noops.lets(ANNOUNCED)).isTrue();
        assertThat(other.lets(NOOP)).isFalse();
        assertThat(other.lets(ANNOUNCED)).isTrue();
    }

    @Test
    void r41WhatAClientWantedIsKeptForTwoMinutesAfterItHasGone() {
        Wanted all = new Wanted(Set.of("*"), Set.of(), Set.of());
        Interests interests = new Interests(() -> now, Streams.Settings.USUAL.lease());
        boolean before = interests.keep(all);
        interests.comes(all);
        now = now.plusSeconds(600);
        boolean meanwhile = interests.wants(NOOP) && !interests.isEmpty();
        interests.goes(all);
        now = now.plusSeconds(120);

        boolean soon = interests.wants(NOOP) && interests.keep(all);
        now = now.plusSeconds(121);
        boolean late = interests.keep(all);

        assertThat(before).isFalse();
        assertThat(meanwhile).isTrue();
        assertThat(soon).isTrue();
        assertThat(late).isFalse();
    }

    @Test
    void ofThoseThatHaveGoneOnlyAThousandAreKeptAndNobodyWhoIsThereIsForgotten() {
        Interests interests = new Interests(() -> now, Duration.ofMinutes(2));
        interests.comes(ofExecution(0));
        for (int i = 1; i <= 1_500; i++) {
            now = now.plusMillis(1);
            boolean unused = interests.keep(ofExecution(i));
        }

        assertThat(interests.wants(of(0))).isTrue();
        assertThat(interests.wants(of(500))).isFalse();
        assertThat(interests.wants(of(501))).isTrue();
        assertThat(interests.wants(of(1_500))).isTrue();
    }

    private static Wanted ofExecution(int number) {
        return new Wanted(Set.of("*"), Set.of(), Set.of("x" + number));
    }

    private static Head of(int number) {
        return new Head("st2.execution__create", "core.noop", "x" + number, false);
    }
}
