package dev.bellwether.analysis;

/// What one service did.
final class ServiceTally {
  /// Spans of any kind: a service that serves nobody is still there.
  long spans;

  long requests;
  long errors;
  final DurationHistogram durations = new DurationHistogram();

  void request(int sign, boolean failed, long nanos) {
    requests += sign;
    errors += failed ? sign : 0;
    EdgeTally.change(durations, sign, nanos);
  }

  void add(ServiceTally other) {
    spans += other.spans;
    requests += other.requests;
    errors += other.errors;
    durations.add(other.durations);
  }

  void pack(Packer packer) {
    packer.signed(spans);
    packer.signed(requests);
    packer.signed(errors);
    durations.pack(packer);
  }

  static ServiceTally unpack(Unpacker unpacker) {
    var tally = new ServiceTally();
    tally.spans = unpacker.signed();
    tally.requests = unpacker.signed();
    tally.errors = unpacker.signed();
    tally.durations.addPacked(unpacker);
    return tally;
  }

  boolean empty() {
    return spans == 0 && requests == 0 && durations.empty();
  }
}
