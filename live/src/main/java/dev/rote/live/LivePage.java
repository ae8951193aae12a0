package dev.rote.live;

import dev.rote.data.DataStore;
import dev.rote.fault.RoteException;
import dev.rote.store.RunStore;
import dev.rote.store.StoreAddress;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// The page over a store: a server on this machine's loopback address.
///
/// It only reads the store, but for what a run is asked to do, so it can be opened and closed at
/// any time and training never waits for it. See [Door] for who is let in.
///
/// Thread-safe. To close ends the streams and frees the port.
public final class LivePage implements AutoCloseable {
  static final String LOOPBACK = "127.0.0.1";
  private static final long IDLE_MILLIS = 30_000;
  private static final int HEADER_BYTES = 16 * 1024;

  private final Javalin server;
  private final Door door;
  private final RunStore store;
  private final Feed feed;

  private LivePage(Javalin server, Door door, RunStore store, Feed feed) {
    this.server = server;
    this.door = door;
    this.store = store;
    this.feed = feed;
  }

  /// Opens the page.
  ///
  /// @param address of a store, which is made if it is missing
  /// @param port 0 for any that is free
  /// @param data where the pictures of mistakes are looked for
  /// @param playground trains what the page's visitor chose; none for a page that only shows
  /// @throws RoteException if the port is taken, the store cannot be opened, or Rote was built
  ///     without the page
  public static LivePage open(
      StoreAddress address, int port, DataStore data, Optional<Playground> playground) {
    WebFiles files = WebFiles.load();
    RunStore store = RunStore.open(address);
    Feed feed = new Feed(store);
    Door door = Door.withNewToken();
    RunApi runs = new RunApi(store, feed, data);
    ReviewApi reviews = new ReviewApi(store, runs, data);
    Routes routes = new Routes(files, door, runs, reviews, feed, playground);
    try {
      Javalin server = start(port, door, routes);
      door.opened(server.port());
      return new LivePage(server, door, store, feed);
    } catch (JavalinBindException e) {
      store.close();
      throw new RoteException(
          "open the page", "a free port", port + ", which is taken", "give another --port", e);
    }
  }

  private static Javalin start(int port, Door door, Routes routes) {
    return Javalin.create(
            config -> {
              settings(config);
              config.jetty.addConnector((server, http) -> connector(server, http, port));
              config.routes.before(door::check);
              routes.all().forEach(route -> route.add(config.routes));
              config.routes.exception(
                  RoteException.class,
                  (e, context) -> Answer.fault(context, 409, String.valueOf(e.getMessage())));
              config.routes.exception(
                  HttpResponseException.class,
                  (e, context) ->
                      Answer.fault(context, e.getStatus(), String.valueOf(e.getMessage())));
              config.routes.exception(
                  Exception.class, (e, context) -> Answer.fault(context, 500, "internal error"));
              config.routes.error(404, "*", Answer::unknown);
            })
        .start();
  }

  private static void settings(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.maxRequestSize = Door.BODY_BYTES;
    config.http.generateEtags = false;
  }

  private static ServerConnector connector(Server server, HttpConfiguration http, int port) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(LOOPBACK);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(1024);
    return connector;
  }

  /// The address to open, with the token that lets one in.
  public String url() {
    return door.url();
  }

  @Override
  public void close() {
    feed.close();
    server.stop();
    store.close();
  }
}
