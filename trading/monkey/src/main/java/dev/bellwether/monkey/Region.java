package dev.bellwether.monkey;

/// Where customers live. The addresses are those that RFC 5737 sets aside for documentation.
public enum Region {
  NA("192.0.2.", 0),
  LATAM("192.0.2.", 128),
  EU("198.51.100.", 0),
  EMEA("198.51.100.", 128),
  APAC("203.0.113.", 0);

  private final String network;
  private final int hostFrom;

  Region(String network, int hostFrom) {
    this.network = network;
    this.hostFrom = hostFrom;
  }

  /// The address of a customer.
  ///
  /// @param number 1 to 126
  String address(int number) {
    return network + (hostFrom + number);
  }
}
