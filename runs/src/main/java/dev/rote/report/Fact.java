package dev.rote.report;

/// One thing the results depend on, or where they come from: "JDK", "Temurin 25.0.3".
public record Fact(String name, String value) {}
