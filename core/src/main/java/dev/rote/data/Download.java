package dev.rote.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Brings one file of the catalog from the web into a part file, going on where an earlier attempt
/// broke off. Whether the bytes are the right ones is for the caller to verify.
///
/// HttpURLConnection, since of JDK 25's two clients it alone gives up on a body that stalls.
/// Confined to one thread.
final class Download {

  private static final int CONNECT_MILLIS = 10_000;
  private static final int STALL_MILLIS = 30_000;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_ATTEMPTS = 10;

  private final URI source;
  private final CatalogFile wanted;
  private final Path part;
  private final FetchListener listener;

  Download(URI source, CatalogFile wanted, Path part, FetchListener listener) {
    this.source = source;
    this.wanted = wanted;
    this.part = part;
    this.listener = listener;
  }

  /// Fills the part file to a size wanted. A broken connection is taken up again as long as each
  /// attempt changes something.
  ///
  /// @throws IOException saying why not; what has come stays in the part file for the next time,
  ///     unless the origin proves to have another file
  void run() throws IOException {
    listener.started(wanted.name(), source.toString(), wanted.size());
    for (int attempt = 1; ; attempt++) {
      long before = partSize();
      try {
        attempt(before);
        return;
      } catch (IOException e) {
        if (partSize() == before || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private long partSize() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  private void attempt(long have) throws IOException {
    if (wanted.flaw(part).isEmpty()) {
      return;
    }
    long from = have;
    if (have >= wanted.greatestSize()) {
      Files.delete(part);
      from = 0;
    }
    HttpURLConnection connection = connect(from);
    try (InputStream body = connection.getInputStream()) {
      boolean resumed = connection.getResponseCode() == HttpURLConnection.HTTP_PARTIAL;
      receive(body, resumed ? from : 0);
    } finally {
      connection.disconnect();
    }
  }

  /// A connection that answers with the file from byte `from` on, or all of it.
  private HttpURLConnection connect(long from) throws IOException {
    URI address = source;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpURLConnection connection = open(address, from);
      int status = connection.getResponseCode();
      String location = connection.getHeaderField("Location");
      if (status / 100 == 3 && location != null) {
        connection.disconnect();
        URI next = resolve(address, location);
        if (!WebAddress.mayLead(address, next)) {
          throw new IOException("redirect to " + next + " refused, since it is not https");
        }
        address = next;
      } else {
        requireFile(connection, status, from);
        return connection;
      }
    }
    throw new IOException("more than " + MOST_REDIRECTS + " redirects");
  }

  private static URI resolve(URI address, String location) throws IOException {
    try {
      return address.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("redirect to no address: " + location, e);
    }
  }

  private static HttpURLConnection open(URI address, long from) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(STALL_MILLIS);
    connection.setUseCaches(false);
    connection.setRequestProperty("User-Agent", "rote");
    connection.setRequestProperty("Accept-Encoding", "identity");
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    return connection;
  }

  private void requireFile(HttpURLConnection connection, int status, long from) throws IOException {
    long length = connection.getContentLengthLong();
    String range = String.valueOf(connection.getHeaderField("Content-Range"));
    String fault =
        switch (status) {
          case HttpURLConnection.HTTP_OK ->
              length == -1 || wanted.hasSize(length) ? "" : "a file of " + length + " bytes";
          case HttpURLConnection.HTTP_PARTIAL ->
              isRest(range, from) ? "" : "range " + range + " of another file";
          default -> "HTTP status " + status;
        };
    if (!fault.isEmpty()) {
      connection.disconnect();
      if (status == HttpURLConnection.HTTP_PARTIAL || status == RANGE_NOT_SATISFIABLE) {
        Files.deleteIfExists(part);
      }
      throw new IOException(fault);
    }
  }

  /// Whether a range runs from a byte to the end of a file of a size wanted (RFC 9110, 14.4).
  private boolean isRest(String range, long from) {
    return wanted.forms().stream()
        .map(CatalogFile.Form::size)
        .anyMatch(size -> range.equals("bytes " + from + "-" + (size - 1) + "/" + size));
  }

  /// Writes the body behind the first `from` bytes, and never more than was wanted.
  private void receive(InputStream body, long from) throws IOException {
    long done = from;
    try (OutputStream out =
        Files.newOutputStream(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            from == 0 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND)) {
      byte[] buffer = new byte[1 << 16];
      for (int count = read(body, buffer, done); count >= 0; count = read(body, buffer, done)) {
        if (done + count > wanted.greatestSize()) {
          Files.delete(part);
          throw new IOException("more than the " + wanted.greatestSize() + " bytes wanted");
        }
        out.write(buffer, 0, count);
        done += count;
        listener.progressed(wanted.name(), done, wanted.size());
      }
    }
    if (!wanted.hasSize(done)) {
      throw lost(done, "closed early");
    }
  }

  private int read(InputStream body, byte[] buffer, long done) throws IOException {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw lost(done, String.valueOf(e.getMessage()));
    }
  }

  private IOException lost(long done, String reason) {
    return new IOException(
        "connection lost after " + done + " of " + wanted.size() + " bytes: " + reason);
  }
}
