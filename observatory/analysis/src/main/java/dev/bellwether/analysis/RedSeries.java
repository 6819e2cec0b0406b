package dev.bellwether.analysis;

import dev.bellwether.model.Span;

/// Which requests are counted together.
///
/// @param number the series' name on disk; the order in which they came
/// @param operation the span's name; `_other` for those that came after a limit was reached
/// @param version of the service, empty where it tells none; likewise the environment
record RedSeries(
    int number,
    String service,
    String operation,
    Span.Kind kind,
    String version,
    String environment) {
  static final String OTHER = "_other";

  void pack(Packer packer) {
    packer.text(service);
    packer.text(operation);
    packer.text(kind.name());
    packer.text(version);
    packer.text(environment);
  }

  static RedSeries unpack(int number, Unpacker unpacker) {
    return new RedSeries(
        number,
        unpacker.text(),
        unpacker.text(),
        Span.Kind.valueOf(unpacker.text()),
        unpacker.text(),
        unpacker.text());
  }
}
