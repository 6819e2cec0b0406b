package dev.bellwether.analysis;

/// Requests of one series in one slot of time. What was put in can be taken out again.
final class RedCell {
  long weightMillis;

  /// Of all requests.
  final DurationHistogram durations = new DurationHistogram();

  /// Of those that failed.
  final DurationHistogram failed = new DurationHistogram();

  void add(long nanos, boolean failure, long weightMillis) {
    this.weightMillis += weightMillis;
    durations.add(nanos);
    if (failure) {
      failed.add(nanos);
    }
  }

  void add(RedCell other) {
    weightMillis += other.weightMillis;
    durations.add(other.durations);
    failed.add(other.failed);
  }

  /// Weight, then the two histograms.
  byte[] pack() {
    var packer = new Packer();
    packer.number(weightMillis);
    durations.pack(packer);
    failed.pack(packer);
    return packer.bytes();
  }

  void addPacked(Unpacker unpacker) {
    weightMillis += unpacker.number();
    durations.addPacked(unpacker);
    failed.addPacked(unpacker);
  }
}
