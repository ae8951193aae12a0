package dev.rote.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// Brings a database to the present schema, by Flyway.
///
/// Scripts lie beside this class and are handed to Flyway as text: its own search does not see into
/// modules. A released script is never changed again; the next one is added to the list.
final class Migrations {

  /// The version that this code reads and writes.
  static final int SCHEMA = 3;

  private static final List<String> SCRIPTS =
      List.of("V1__runs.sql", "V2__claims.sql", "V3__orders.sql");

  private Migrations() {}

  /// What databases differ in.
  ///
  /// @param clustered ends a table whose rows lie in the order of their key
  /// @param stamp ends each script; `%d` is its version
  record Dialect(String clustered, String stamp) {}

  /// Runs what has not been run.
  static void run(DataSource database, Dialect dialect, String... schema) {
    FluentConfiguration flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(database)
            .loggers("slf4j")
            .placeholders(Map.of("clustered", dialect.clustered()))
            .resourceProvider(new Scripts(dialect));
    if (schema.length > 0) {
      flyway.schemas(schema);
    }
    flyway.load().migrate();
  }

  private record Scripts(Dialect dialect) implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return SCRIPTS.contains(name) ? new Script(name, dialect) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return SCRIPTS.stream()
          .filter(
              name -> name.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(name::endsWith))
          .<LoadableResource>map(name -> new Script(name, dialect))
          .toList();
    }
  }

  private static final class Script extends LoadableResource {
    private final String name;
    private final Dialect dialect;

    Script(String name, Dialect dialect) {
      this.name = name;
      this.dialect = dialect;
    }

    @Override
    public Reader read() {
      int version = Integer.parseInt(name.substring(1, name.indexOf("__")));
      try (InputStream in = Migrations.class.getResourceAsStream(name)) {
        String script =
            new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        return new StringReader(script + dialect.stamp().formatted(version));
      } catch (IOException e) {
        throw new UncheckedIOException("read " + name, e);
      }
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }

    @Override
    public String getAbsolutePath() {
      return name;
    }

    @Override
    public String getAbsolutePathOnDisk() {
      return name;
    }
  }
}
