/// The external system: receives a signed webhook for every recorded trade and keeps a receipt.
///
/// `notifier` calls [Clearinghouse] with the headers of Standard Webhooks. [WebhookVerifier]
/// decides whether the call is genuine, [TradeMessage] reads the one field that a receipt needs,
/// and [Receipts] appends it to a file, from which the checks of the lab read what really arrived.
/// This process stands for somebody else's system: it is not instrumented and knows nothing of the
/// others.
///
/// The receipts file has one JSON object per line, in order of arrival:
///
/// ```
/// {"event_id":"0199…","trade_id":"0199…","payload_sha256":"9f86…","received_at":"2026-01-01T12:00:00Z"}
/// ```
///
/// A line is complete before its webhook is answered 200. A message may arrive more than once: each
/// arrival has its line, with the same event id and the same hash.
@NullMarked
package dev.bellwether.clearinghouse;

import org.jspecify.annotations.NullMarked;
