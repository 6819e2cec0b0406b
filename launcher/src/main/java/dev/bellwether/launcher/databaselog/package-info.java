/// PostgreSQL's own log, shipped as OpenTelemetry log records into the traces that caused it.
///
/// PostgreSQL writes a line of JSON for each statement and each problem
/// (`log_destination=jsonlog`). [dev.bellwether.launcher.databaselog.LogShipper] reads what is new,
/// `LogLine` understands a line, `SqlComment` finds in its statement which span and which trade it
/// belongs to, and `OtlpExport` sends it to the observatory. What the observatory has not taken
/// stays in the files and is read again.
@NullMarked
package dev.bellwether.launcher.databaselog;

import org.jspecify.annotations.NullMarked;
