package dev.bellwether.clearinghouse;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/// One arrival of one event. No part of it needs escaping in JSON: [WebhookVerifier] bounds the id.
record Receipt(String eventId, UUID tradeId, String payloadSha256, Instant receivedAt) {

  static Receipt of(String eventId, UUID tradeId, byte[] payload, Instant receivedAt) {
    return new Receipt(eventId, tradeId, sha256(payload), receivedAt);
  }

  String json() {
    return """
    {"event_id":"%s","trade_id":"%s","payload_sha256":"%s","received_at":"%s"}\
    """
        .formatted(eventId, tradeId, payloadSha256, receivedAt);
  }

  private static String sha256(byte[] payload) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
