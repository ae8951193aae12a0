package dev.rote.store;

import dev.rote.fault.RoteException;
import dev.rote.fault.Suggestion;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Reads `postgresql://user:password@host:port/database?name=value&…`.
///
/// The driver knows settings that load classes or read files, so only those listed here get
/// through to it. What is wrong is said without the address, which may hold a password.
final class PostgresAddress {
  private static final int PORT = 5432;
  private static final List<String> SETTINGS =
      List.of(
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "currentSchema",
          "connectTimeout",
          "socketTimeout",
          "ApplicationName");

  private PostgresAddress() {}

  static StoreAddress.Postgres parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw wrong("a character no URL has; write it as % and two digits");
    }
    String host = Optional.ofNullable(uri.getHost()).orElse("");
    String path = Optional.ofNullable(uri.getPath()).orElse("");
    if (host.isEmpty()) {
      throw wrong("no host");
    }
    if (!path.matches("/[^/]+")) {
      throw wrong("no database");
    }
    String[] login = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
    return new StoreAddress.Postgres(
        host,
        uri.getPort() < 0 ? PORT : uri.getPort(),
        path.substring(1),
        decoded(login[0]),
        login.length == 1 ? "" : decoded(login[1]),
        settings(Optional.ofNullable(uri.getRawQuery()).orElse("")));
  }

  private static SequencedMap<String, String> settings(String query) {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] words = pair.split("=", 2);
      String name = decoded(words[0]);
      if (!SETTINGS.contains(name)) {
        throw new RoteException(
            "run store",
            "a setting Rote passes on",
            "\"" + name + "\"",
            Suggestion.didYouMean(name, SETTINGS));
      }
      settings.put(name, words.length == 1 ? "" : decoded(words[1]));
    }
    return Collections.unmodifiableSequencedMap(settings);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static RoteException wrong(String found) {
    return new RoteException(
        "run store",
        "postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
        found,
        "correct --store or ROTE_STORE");
  }
}
