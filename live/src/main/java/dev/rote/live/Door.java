package dev.rote.live;

import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is let in, asked on every request before anything else happens.
///
/// Other users of the machine can reach the port, and any web page can make a browser send requests
/// to it. So: the host must be named as ours, which a page that had its own name pointed at this
/// machine cannot do; whoever comes must have the token, once in the address that was printed,
/// later as a cookie that other sites' requests do not carry; and what changes something must be
/// JSON with the token in a header, which no form and no foreign script can send.
///
/// Thread-safe.
final class Door {
  /// The longest body; what is posted are a few words.
  static final long BODY_BYTES = 64 * 1024L;

  static final String TOKEN_HEADER = "X-Rote-Token";
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final int TOKEN_BYTES = 16;

  private final String token;
  private volatile int port;

  private Door(String token) {
    this.token = token;
  }

  static Door withNewToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Door(HexFormat.of().formatHex(bytes));
  }

  /// The server listens from now on; until then nobody is let in.
  void opened(int at) {
    port = at;
  }

  String token() {
    return token;
  }

  String url() {
    return origin() + "/?token=" + token;
  }

  private String origin() {
    return "http://" + LivePage.LOOPBACK + ":" + port;
  }

  void check(Context context) {
    headers(context);
    Set<String> hosts = Set.of(LivePage.LOOPBACK + ":" + port, "localhost:" + port);
    String host = context.header("Host");
    if (host == null || !hosts.contains(host)) {
      throw new ForbiddenResponse("expected a request to 127.0.0.1 or localhost");
    }
    String origin = context.header("Origin");
    if (origin != null && hosts.stream().noneMatch(own -> origin.equals("http://" + own))) {
      throw new ForbiddenResponse("expected a request of this page, found another site's");
    }
    boolean invited = context.path().equals("/") && isToken(context.queryParam("token"));
    if (invited) {
      context.cookie(cookie());
    } else if (!isToken(context.cookie(cookieName()))) {
      throw new UnauthorizedResponse("open the address that rote live printed");
    }
    if (!Set.of(HandlerType.GET, HandlerType.HEAD).contains(context.method())) {
      checkChange(context);
    }
  }

  private void checkChange(Context context) {
    if (!isToken(context.header(TOKEN_HEADER))) {
      throw new ForbiddenResponse("expected the token in " + TOKEN_HEADER);
    }
    String type = context.contentType();
    if (type == null || !type.split(";", 2)[0].strip().equals("application/json")) {
      throw new HttpResponseException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE.getCode(), "expected application/json", Map.of());
    }
    if (context.req().getContentLengthLong() > BODY_BYTES) {
      throw new ContentTooLargeResponse("expected at most " + BODY_BYTES + " bytes");
    }
  }

  private static void headers(Context context) {
    context.header("Content-Security-Policy", POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
  }

  /// Cookies know no ports, so its name tells this page from another one.
  private String cookieName() {
    return "rote-" + port;
  }

  private Cookie cookie() {
    return new Cookie(cookieName(), token, "/", -1, false, true, null, SameSite.STRICT);
  }

  /// In a time that does not tell how much of it was right.
  private boolean isToken(@Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }
}
