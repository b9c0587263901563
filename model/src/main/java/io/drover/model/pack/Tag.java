package io.drover.model.pack;

/** A name and a value by which people sort content. */
public record Tag(String name, String value) {}
