/// Tells the outside world about recorded trades, one signed webhook per event.
///
/// `recorder` calls [Notifier] with an event and its id in `webhook-id`. [TradeMessage] checks that
/// the body is what it should be, [WebhookSigner] signs exactly those bytes by Standard Webhooks,
/// and [Clearinghouse] sends them on. This process keeps nothing and retries nothing: the event
/// stays in the recorder's outbox until we answer 2xx, and our answer says what the recorder should
/// do next.
@NullMarked
package dev.bellwether.notifier;

import org.jspecify.annotations.NullMarked;
