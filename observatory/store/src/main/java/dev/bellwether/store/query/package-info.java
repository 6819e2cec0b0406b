/// The one query language: text to a typed tree, and the tree as a plain predicate.
///
/// Pages, API and lab checks hand text to [Query#parse]; engines evaluate the tree, each in its own
/// way. [Query#matches(dev.bellwether.model.Span)] is the reference that all of them are compared
/// with. The language is a subset of KQL, Kibana's:
///
/// ```
/// query     = [ either ]                                   nothing matches everything
/// either    = both { "or" both }
/// both      = negated { "and" negated }                    binds closer than "or"
/// negated   = "not" negated | "(" either ")" | condition
/// condition = field ":" ( value | "(" either-of-values ")" )
///           | field ( ">" | ">=" | "<" | "<=" ) value
///           | text { text }                                full text: all of them
/// field     = word | string
/// value     = word { word } | string                       words are joined by one space
/// text      = word | string
/// string    = '"' { character | "\" character } '"'        stars in it are only stars
/// word      = { character | "\" character | "*" }          up to a space, parenthesis, quote or,
///                                                          where a field may stand, : < >
/// ```
///
/// | query | matches |
/// |---|---|
/// | `service.name : trader and status : error` | failed spans of trader |
/// | `com.example.customer_id : "l.hall"` | an attribute of the record, else of its resource |
/// | `attributes.name : x`, `resource.attributes.host.name : x` | only there |
/// | `duration > 200ms` | spans that took longer; units ns us µs ms s m h |
/// | `http.response.status_code >= 500` | numbers, and text that is a number |
/// | `com.example.region : (EU or EMEA)` | one of the two |
/// | `name : POST /record` | that whole name, as do quotes around it |
/// | `url.full : http*record` | begins and ends so |
/// | `not parent.id : *` | spans without a parent |
/// | `severity >= warn` | log records at WARN, ERROR or FATAL |
/// | `timestamp >= 2026-05-04T12:00:00Z` | began or written at noon UTC or later |
/// | `connection refused` | both words, wherever they are |
/// | `"connection refused"` | the two words, one after the other |
///
/// **Fields.** `service.name`, `trace.id` (or `trace_id`), `span.id`, `event.name`, `scope.name`
/// and `timestamp` are known of both signals; `name`, `kind`, `status`, `status.message`,
/// `duration` and `parent.id` of spans; `severity` and `body` of log records. Everything else is an
/// attribute. A record without the field does not match the condition, and so matches its `not`.
///
/// **Values.** An unquoted number compares as a number with numbers and with text that is a number:
/// `com.example.shares : 10` finds 10, 10.0 and the text "10" that baggage made of it, at most 40
/// characters long. Any other value compares with how the field reads
/// ([dev.bellwether.model.Value]), whole, upper and lower case apart: `"10"` finds 10 and "10" but
/// not 10.0, `true` the flag and the text. A list matches when one of its values does. `kind`,
/// `status` and `severity` take only their names, in upper or lower case; ranges only numbers,
/// durations, times and severities.
///
/// **Full text** ([TextPattern#occursIn]) looks at a span's name, status message, service name,
/// attribute values and its events' names and attribute values, at a log record's body, event name,
/// service name and attribute values; not at the resource's other attributes. `body : refused`
/// looks at the body alone in the same way. Case does not matter, and a word is not found in the
/// midst of another; a star stands for anything, other words too.
///
/// **Limits.** 8,192 characters, 1,024 conditions, parentheses and `not` 32 deep: beyond them a
/// [QuerySyntaxException] says so.
@NullMarked
package dev.bellwether.store.query;

import org.jspecify.annotations.NullMarked;
