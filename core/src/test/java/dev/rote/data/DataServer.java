package dev.rote.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Serves a tiny data set on loopback, well or badly: each file answers as it was told, then well.
final class DataServer implements AutoCloseable {
  private final HttpServer server;
  private final TinyData data;
  private final Map<String, Deque<Answer>> planned = new HashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /// How one request is answered.
  interface Answer {
    void to(HttpExchange exchange, byte[] content) throws IOException;
  }

  DataServer(TinyData data) throws IOException {
    this.data = data;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /// The address of the folder that holds the files.
  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/files/");
  }

  /// Answers the next requests for a file in these ways, one after the other.
  DataServer plan(String file, Answer... answers) {
    planned.put(file, new ArrayDeque<>(Arrays.asList(answers)));
    return this;
  }

  /// Requests so far: path, and the range asked for if any.
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(range == null ? path : path + " " + range);
      String file = path.substring(path.lastIndexOf('/') + 1);
      Deque<Answer> answers = planned.getOrDefault(file, new ArrayDeque<>());
      Answer answer = answers.isEmpty() ? DataServer::well : answers.removeFirst();
      answer.to(exchange, data.content(file));
    }
  }

  /// All of it, or the range that was asked for.
  static void well(HttpExchange exchange, byte[] content) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    if (range != null) {
      String contentRange = "bytes " + from + "-" + (content.length - 1) + "/" + content.length;
      exchange.getResponseHeaders().set("Content-Range", contentRange);
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
    exchange.getResponseBody().write(content, from, content.length - from);
  }

  /// All of it, whatever range was asked for.
  static void whole(HttpExchange exchange, byte[] content) throws IOException {
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content);
  }

  /// The first so many bytes of all that was announced, then the connection breaks.
  static Answer cutAfter(int bytes) {
    return (exchange, content) -> {
      exchange.sendResponseHeaders(200, content.length);
      OutputStream body = exchange.getResponseBody();
      body.write(content, 0, bytes);
      body.flush();
    };
  }

  /// Other content, of which the length is announced.
  static Answer other(byte[] content) {
    return (exchange, _) -> whole(exchange, content);
  }

  /// The content and more, of which the length is not announced.
  static void endless(HttpExchange exchange, byte[] content) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(content);
    exchange.getResponseBody().write(content);
  }

  static Answer status(int status) {
    return (exchange, _) -> exchange.sendResponseHeaders(status, -1);
  }

  static Answer redirect(String location) {
    return (exchange, _) -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
