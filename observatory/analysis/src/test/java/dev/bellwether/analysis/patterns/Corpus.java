package dev.bellwether.analysis.patterns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/// Log lines of many kinds of software, each labelled with the statement that wrote it.
///
/// In a shape, `{…}` is what varies: `{n}` a number, `{name}` a name without digits, `{list}` one
/// to six numbers, and so on.
final class Corpus {
  private static final String[] NAMES = {
    "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "mallory",
    "niaj", "olivia", "peggy", "rupert", "sybil", "trent", "victor", "walter", "wendy"
  };
  private static final String[] HOSTS = {
    "trader", "router", "recorder", "notifier", "db.internal", "cache.internal"
  };
  private static final String[] CLASSES = {
    "TradeController", "OutboxRelay", "HikariPool", "RecorderClient", "ModelRunner"
  };
  private static final String[] STATES = {"OPEN", "CLOSED", "HALF_OPEN", "FORCED"};

  /// Statements of the trading system, of a file system, of web servers, of operating systems, of
  /// databases, of caches, of schedulers and of build tools.
  private static final List<String> SHAPES =
      List.of(
          "trade requested for {sym}",
          "trade {uuid} committed for {name} in {n}ms",
          "notified clearinghouse of trade {uuid}",
          "trade not recorded: connection refused",
          "routing request to {host}",
          "model run took {f} ms with market factor {n}",
          "customer {name} exceeded limit of {n} shares",
          "could not reach {host}:{n}, retrying in {n} ms (attempt {n} of {n})",
          "Receiving block {blk} src: /{ip} dest: /{ip}",
          "PacketResponder {n} for block {blk} terminating",
          "Received block {blk} of size {n} from /{ip}",
          "Deleting block {blk} file {path}",
          "Verification succeeded for {blk}",
          "Accepted password for {name} from {ip} port {n} ssh2",
          "Failed password for {name} from {ip} port {n} ssh2",
          "Failed password for invalid user {name} from {ip} port {n} ssh2",
          "Connection closed by {ip} [preauth]",
          "session opened for user {name} by (uid={n})",
          "session closed for user {name}",
          "pam_unix(sshd:auth): authentication failure; logname= uid={n} euid={n} tty=ssh ruser= rhost={ip}",
          "{ip} - {name} \"GET {path} HTTP/1.1\" {n} {n}",
          "upstream timed out (110: Connection timed out) while reading response header from upstream, client: {ip}, server: {host}",
          "worker process {n} exited with code {n}",
          "cache miss for key {hex}",
          "cache evicted {n} entries, {size} freed",
          "Slow query: {f} s, rows examined {n}, rows sent {n}",
          "duplicate key value violates unique constraint \"{name}_pkey\"",
          "checkpoint complete: wrote {n} buffers ({f}%); {n} WAL file(s) added, {n} removed",
          "automatic vacuum of table \"trades.public.{name}\": index scans: {n}",
          "connection received: host={ip} port={n}",
          "connection authorized: user={name} database={name}",
          "{class}: circuit breaker changed from {state} to {state}",
          "HikariPool-1 - Added connection conn{n}: url=jdbc:postgresql user={name}",
          "HikariPool-1 - Connection is not available, request timed out after {n}ms (total={n}, active={n}, idle={n}, waiting={n})",
          "Started Application in {f} seconds (process running for {f})",
          "Tomcat started on port {n} (http) with context path '/'",
          "Completed initialization in {n} ms",
          "Starting task {f} in stage {f} (TID {n}, {host}, partition {n})",
          "Finished task {f} in stage {f} (TID {n}) in {n} ms on {host} ({n}/{n})",
          "Removed broadcast_{n}_piece0 on {ip} in memory (size: {size}, free: {size})",
          "session 0x{hex} closed due to idle timeout",
          "Established session 0x{hex} with negotiated timeout {n} for client /{ip}",
          "Got user-level KeeperException when processing sessionid:0x{hex} type:create",
          "onStandStepChanged {n}",
          "setTodayTotalDetailSteps={list}",
          "calculateCaloriesWithCache totalCalories={n}",
          "processed batch of ids {list} in {n} ms",
          "leader elected: node {n} term {n}",
          "heartbeat from {host} delayed by {f} seconds",
          "GC pause (G1 Evacuation Pause) {size}->{size} {f}ms",
          "feature flag {name} enabled for {n} percent",
          "scheduler: job {name} queued, priority {n}",
          "certificate for {host} expires in {n} days",
          "disk {path} is {n}% full",
          "kernel: [{f}] usb device number {n} disconnected",
          "link is down",
          "link is up, {n} Mbps, full duplex",
          "shutting down",
          "received SIGTERM, shutting down gracefully",
          "configuration reloaded from {path}",
          "user {name} logged in",
          "user {name} changed password",
          "{\"level\":\"info\",\"message\":\"order {n} accepted\",\"time\":\"{time}\"}",
          "{time} ERROR [{class}] request failed with status {n}",
          "{time} WARN [{class}] queue is {n} percent full");

  private final Random random;

  /// @param label which shape it came from
  record Line(String text, int label) {}

  Corpus(Random random) {
    this.random = random;
  }

  static int shapes() {
    return SHAPES.size();
  }

  /// In random order; some shapes are a thousand times as frequent as others.
  List<Line> lines(int count) {
    var lines = new ArrayList<Line>(count);
    for (int i = 0; i < count; i++) {
      boolean each = i < 5 * SHAPES.size();
      int label = each ? i % SHAPES.size() : (int) (SHAPES.size() * cube(random.nextDouble()));
      lines.add(new Line(fill(SHAPES.get(label)), label));
    }
    Collections.shuffle(lines, random);
    return lines;
  }

  private static double cube(double x) {
    return x * x * x;
  }

  private String fill(String shape) {
    var line = new StringBuilder();
    int at = 0;
    while (at < shape.length()) {
      int open = shape.indexOf('{', at);
      int close = open < 0 ? -1 : shape.indexOf('}', open);
      if (close < 0) {
        return line.append(shape, at, shape.length()).toString();
      }
      var value = value(shape.substring(open + 1, close));
      if (value.isEmpty()) {
        line.append(shape, at, open + 1);
        at = open + 1;
      } else {
        line.append(shape, at, open).append(value);
        at = close + 1;
      }
    }
    return line.toString();
  }

  /// Empty where the braces are only braces.
  private String value(String kind) {
    return switch (kind) {
      case "n" -> Integer.toString(random.nextInt(100_000));
      case "f" -> Integer.toString(random.nextInt(100)) + "." + random.nextInt(10);
      case "name" -> pick(NAMES);
      case "host" -> pick(HOSTS);
      case "class" -> pick(CLASSES);
      case "state" -> pick(STATES);
      case "sym" -> pick(new String[] {"ZVZZT", "ZALM", "ZYX", "CBAZ", "BAA", "OELK"});
      case "ip" -> "10." + byteText() + "." + byteText() + "." + byteText();
      case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
      case "hex" -> Long.toHexString(random.nextLong() | 0x1000000000000000L);
      case "blk" -> "blk_" + random.nextLong();
      case "path" -> "/" + pick(NAMES) + "/" + pick(NAMES) + random.nextInt(100);
      case "size" -> random.nextInt(1_000) + pick(new String[] {"KB", "MB", "MiB"});
      case "time" -> "2026-11-22T13:" + (10 + random.nextInt(50)) + ":07.123Z";
      case "list" -> joined(_ -> Integer.toString(random.nextInt(1_000)));
      default -> "";
    };
  }

  private String joined(Function<Integer, String> value) {
    var list = new ArrayList<String>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      list.add(value.apply(i));
    }
    return String.join(", ", list);
  }

  private String byteText() {
    return Integer.toString(random.nextInt(256));
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
