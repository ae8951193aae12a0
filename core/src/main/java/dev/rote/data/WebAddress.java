package dev.rote.data;

import dev.rote.fault.RoteException;
import java.net.InetAddress;
import java.net.URI;

/// Which addresses data are fetched from: https anywhere, http on this machine only.
final class WebAddress {

  private WebAddress() {}

  /// The address of a folder, as a user wrote it.
  ///
  /// @throws RoteException if it is no address, or not a safe one
  static URI folder(String text) {
    try {
      URI address = URI.create(text.endsWith("/") ? text : text + "/");
      requireSafe(address);
      return address;
    } catch (IllegalArgumentException e) {
      throw new RoteException("data mirror", "a web address", text, "write it as https://…", e);
    }
  }

  static void requireSafe(URI address) {
    if (!isHttps(address) && !isLocalHttp(address)) {
      throw new RoteException(
          "data source",
          "an https address, or http on this machine",
          address.toString(),
          "use https");
    }
  }

  /// Whether to follow a redirect, which may never leave https.
  static boolean mayLead(URI from, URI to) {
    return isHttps(to) || (isLocalHttp(from) && isLocalHttp(to));
  }

  private static boolean isHttps(URI address) {
    return "https".equalsIgnoreCase(address.getScheme()) && address.getHost() != null;
  }

  /// The host must be written as this machine's own: a name that a server somewhere resolves to it
  /// does not count.
  private static boolean isLocalHttp(URI address) {
    String host = address.getHost();
    if (!"http".equalsIgnoreCase(address.getScheme()) || host == null) {
      return false;
    }
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
