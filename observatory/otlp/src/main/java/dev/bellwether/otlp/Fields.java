package dev.bellwether.otlp;

/// A request as a walk over the fields of its messages, in either of OTLP's encodings.
///
/// A reader asks [#next] for a field and then must call exactly one of the other methods, which
/// takes its value. A field that is a message is [#enter]ed: from then on [#next] tells its fields,
/// until it answers 0 and is back outside. Fields come in any order, and a repeated one comes as
/// often as it has elements.
///
/// Every method throws [DecodeException] when the bytes are not what it expects. One request, one
/// thread.
interface Fields {
  /// Number of the next field in the message entered last, 0 at its end.
  ///
  /// @param message of which the fields are expected; others may come and are to be skipped
  int next(Shape message);

  void enter();

  void skip();

  String text();

  byte[] bytes();

  /// Takes the bytes of an id into `halves`, big-endian: all 16 of a trace id, or the 8 of a span
  /// id into the second half.
  ///
  /// @return how many bytes there are; with other numbers than 8 and 16, `halves` is not changed
  int id(long[] halves);

  boolean flag();

  int uint32();

  int sint32();

  int fixed32();

  long int64();

  /// A signed number of eight bytes.
  long sfixed64();

  /// An unsigned number of eight bytes, such as a time.
  long fixed64();

  double float64();

  /// The number of an enumeration's constant, 0 to `max`; 0 for one that is not known.
  int constant(int max);

  /// Takes one element, or all that are packed together.
  void fixed64s(Numbers to);

  void uint64s(Numbers to);

  void float64s(Numbers to);
}
