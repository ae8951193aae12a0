package dev.rote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rote.store.Run;
import dev.rote.store.RunQuery;
import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A store with runs that were really trained, and commands on it.
///
/// @param folder where the runs' folders are, each named after its run
/// @param recipe of a sample
record KeptRuns(Path folder, Path recipe) {

  static KeptRuns in(Path folder) throws IOException {
    return new KeptRuns(folder, Sample.in(folder).recipe());
  }

  Path file() {
    return folder.resolve("runs.db");
  }

  /// A command with the store after its words.
  Session session(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--store", file().toString()));
    return Session.of(all);
  }

  /// Trains a run in a folder of its name; whatever comes of it.
  Session train(String name, String... overrides) {
    List<String> words = new ArrayList<>(List.of("train", recipe.toString(), "name=" + name));
    words.addAll(List.of(overrides));
    words.addAll(List.of("-q", "--out", folder.resolve(name).toString()));
    return session(words.toArray(String[]::new));
  }

  private RunStore open() {
    return RunStore.openExisting(new StoreAddress.SqliteFile(file()));
  }

  /// The latest first.
  List<Run> all() {
    try (RunStore store = open()) {
      return store.list(RunQuery.all());
    }
  }

  Run run(String name) {
    List<Run> named = all().stream().filter(run -> run.description().name().equals(name)).toList();
    assertThat(named).as(name).isNotEmpty();
    return named.getFirst();
  }

  String id(String name) {
    return run(name).id();
  }

  /// Says something to the database behind the program's back.
  void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement s = connection.createStatement()) {
      s.execute(statement);
    }
  }
}
