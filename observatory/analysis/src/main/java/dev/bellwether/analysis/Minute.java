package dev.bellwether.analysis;

import dev.bellwether.analysis.ServiceMap.EdgeKind;
import java.util.HashMap;
import java.util.Map;

/// The sums over everything that started in one minute, or in many, of which this has the first's
/// number.
///
/// No edge is removed while it is in memory, not even at 0 calls: an edge that was counted as
/// `_other` because the minute was full must be found there again when it is taken out.
final class Minute {
  final long number;
  final Map<EdgeKey, EdgeTally> edges = new HashMap<>();
  final Map<NodeKey, ServiceTally> services = new HashMap<>();
  long incomplete;

  /// The turn in which it was changed last; see `Minutes`.
  long changed;

  /// Whether it may be in a sum that is kept; see `MinuteSums`.
  boolean summed;

  Minute(long number) {
    this.number = number;
  }

  void add(Minute other) {
    other.edges.forEach(
        (edge, tally) -> edges.computeIfAbsent(edge, _ -> new EdgeTally()).add(tally));
    other.services.forEach(
        (service, tally) -> services.computeIfAbsent(service, _ -> new ServiceTally()).add(tally));
    incomplete += other.incomplete;
  }

  /// ```
  /// minute, incomplete
  /// how many services, for each: node, spans, requests, errors, histogram
  /// how many edges,    for each: source, via or 0, target, kind, tally
  /// ```
  ///
  /// @param full whether edges without calls are kept as well
  byte[] pack(boolean full) {
    var packer = new Packer();
    packer.number(number);
    packer.signed(incomplete);
    var busy = services.entrySet().stream().filter(entry -> !entry.getValue().empty()).toList();
    packer.number(busy.size());
    for (var service : busy) {
      packer.node(service.getKey());
      service.getValue().pack(packer);
    }
    var used =
        edges.entrySet().stream().filter(entry -> full || !entry.getValue().empty()).toList();
    packer.number(used.size());
    for (var edge : used) {
      var key = edge.getKey();
      packer.node(key.source());
      packer.flag(key.via() != null);
      if (key.via() != null) {
        packer.node(key.via());
      }
      packer.node(key.target());
      packer.text(key.kind().name());
      edge.getValue().pack(packer);
    }
    return packer.bytes();
  }

  static long number(byte[] packed) {
    return new Unpacker(packed).number();
  }

  static Minute unpack(byte[] packed) {
    var unpacker = new Unpacker(packed);
    var minute = new Minute(unpacker.number());
    minute.incomplete = unpacker.signed();
    for (int left = unpacker.count(); left > 0; left--) {
      minute.services.put(unpacker.node(), ServiceTally.unpack(unpacker));
    }
    for (int left = unpacker.count(); left > 0; left--) {
      var source = unpacker.node();
      var via = unpacker.flag() ? unpacker.node() : null;
      var key = new EdgeKey(source, via, unpacker.node(), EdgeKind.valueOf(unpacker.text()));
      minute.edges.put(key, EdgeTally.unpack(unpacker));
    }
    return minute;
  }
}
