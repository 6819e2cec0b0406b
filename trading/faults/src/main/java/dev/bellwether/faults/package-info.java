/// Faults with a known truth: what shall go wrong, for which trades, until when, and what did.
///
/// The only code that the trading services share. It knows nothing of HTTP requests for trades, of
/// databases or of telemetry: a service asks [Faults#strike] at the places where something can go
/// wrong, and does the damage itself. Nothing is logged here and no request for a trade carries any
/// of it, so that a fault shows in the telemetry by its effect alone.
///
/// ```
/// monkey ──PUT /plans/{id}──▶ ControlServer ─▶ Faults ◀─strike── the service, for each trade
///    │  ◀──GET /plans/{id}───                    │ victims
///    └─▶ Ledger: incidents.jsonl
/// ```
///
/// **Who is hit** is a function of the plan's seed and the trade's id alone ([FaultPlan#hits]): two
/// runs with the same ids and plans have the same victims, whatever the threads do.
///
/// **The control endpoint** of a service, [ControlServer], listens on a free loopback port. The
/// service writes it and a random token to a file that only its owner can read; [ControlClient]
/// reads it there:
///
/// ```
/// http://127.0.0.1:41873 9f86d081884c7d659a2feaa0c55ad015
/// ```
///
/// | request | answer |
/// |---|---|
/// | `PUT /plans/{id}` with a plan | 200; the same plan again changes nothing |
/// | `GET /plans` | `{"plans": […]}` |
/// | `GET /plans/{id}?after=17` | the report; victims before number 17 may be forgotten |
/// | `DELETE /plans/{id}?after=17` | the last report |
///
/// ```
/// {"id": "7d2a…", "kind": "slow-market-data", "where": {"region": "EU", "action": "sell"},
///  "percent": 50, "amount": 800, "seed": 42, "end": "2026-01-01T12:05:00Z"}
///
/// {"id": "7d2a…", "matched": 31, "victims": 18, "from": 17, "trades": ["00000011-…"]}
/// ```
///
/// **The incident ledger**, [Ledger], is the truth that findings are compared with: a file of JSON
/// lines, readable by its owner only, to which `monkey` appends. A line is whole or, the last one
/// after a crash, ignored.
///
/// ```
/// {"event":"started","at":"…","id":"7d2a…","services":["trader"],"decoys":{},"plan":{…}}
/// {"event":"victims","at":"…","id":"7d2a…","service":"trader","trades":["00000011-…"]}
/// {"event":"ended","at":"…","id":"7d2a…","reason":"expired","matched":31,"victims":18,"percent":58.06}
/// ```
///
/// A trade may be listed twice if `monkey` was killed; who reads takes each once.
@NullMarked
package dev.bellwether.faults;

import org.jspecify.annotations.NullMarked;
