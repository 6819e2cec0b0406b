package dev.bellwether.monkey;

/// What surges there are. A surge gets 95 % of all picks of its kind.
///
/// @param customers by customer id
record Throughput(Surges<Region> regions, Surges<String> customers, Surges<String> symbols) {
  static Throughput ordinary() {
    return new Throughput(new Surges<>(), new Surges<>(), new Surges<>());
  }

  void reset() {
    regions.stopAll();
    customers.stopAll();
    symbols.stopAll();
  }
}
