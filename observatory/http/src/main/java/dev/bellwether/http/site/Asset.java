package dev.bellwether.http.site;

import dev.bellwether.http.Gzip;
import dev.bellwether.http.Request;
import dev.bellwether.http.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/// One file as it goes over the wire, plain and compressed, each with its own strong ETag.
///
/// Both forms are made once, at start-up: all files together are smaller than one photograph.
final class Asset {
  private final byte[] plain;
  private final byte[] gzipped;
  private final String etag;
  private final String gzippedEtag;
  private final Map<String, String> headers;

  Asset(byte[] bytes, String contentType, String cacheControl) {
    this.plain = bytes;
    this.gzipped = Gzip.deflated(bytes);
    var hash = HexFormat.of().formatHex(sha256(bytes), 0, 12);
    this.etag = "\"" + hash + "\"";
    this.gzippedEtag = "\"" + hash + "-gzip\"";
    this.headers =
        Map.of(
            "content-type", contentType,
            "cache-control", cacheControl,
            "vary", "accept-encoding");
  }

  Response answer(Request request) {
    var compressed = acceptsGzip(request);
    var tag = compressed ? gzippedEtag : etag;
    if (request.header("if-none-match").filter(known -> known.contains(tag)).isPresent()) {
      return new Response(304, headers, new byte[0], Map.of()).withHeader("etag", tag);
    }
    var response = new Response(200, headers, compressed ? gzipped : plain, Map.of());
    return compressed
        ? response.withHeader("etag", tag).withHeader("content-encoding", "gzip")
        : response.withHeader("etag", tag);
  }

  int transferredBytes() {
    return gzipped.length;
  }

  /// As the listener decides it, so that it does not compress what was left plain here.
  private static boolean acceptsGzip(Request request) {
    return request.header("accept-encoding").orElse("").contains("gzip");
  }

  /// In the form of a Content Security Policy source: `'sha256-…'`.
  static String contentHash(byte[] bytes) {
    return "'sha256-" + Base64.getEncoder().encodeToString(sha256(bytes)) + "'";
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
