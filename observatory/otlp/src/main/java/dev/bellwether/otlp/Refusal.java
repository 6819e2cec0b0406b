package dev.bellwether.otlp;

import dev.bellwether.http.Problem;

/// What a refusal by status means: to our counters, and in google.rpc.Code to the sender.
enum Refusal {
  DECODE(400, "decode", 3),
  TOKEN(401, "token", 16),
  CROSS_ORIGIN(403, "cross_origin", 7),
  PATH(404, "path", 12),
  METHOD(405, "method", 12),
  SLOW(408, "slow", 4),
  TOO_LARGE(413, "too_large", 8),
  MEDIA_TYPE(415, "media_type", 12),
  HOST(421, "host", 7),
  BUSY(429, "busy", 14),
  UNAVAILABLE(503, "busy", 14),
  BUG(500, "error", 13),
  OTHER(0, "other", 3);

  final int status;
  final String reason;
  final int code;

  Refusal(int status, String reason, int code) {
    this.status = status;
    this.reason = reason;
    this.code = code;
  }

  static Refusal of(Problem problem) {
    for (var refusal : values()) {
      if (refusal.status == problem.status()) {
        return refusal;
      }
    }
    return OTHER;
  }

  /// The same request may do later: refused, not rejected.
  boolean temporary() {
    return status == 429 || status >= 500;
  }

  void count(OtlpCounters counters) {
    if (temporary()) {
      counters.refused(reason, 1);
    } else {
      counters.rejected(reason, 1);
    }
  }
}
