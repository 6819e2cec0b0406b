package dev.bellwether.store;

import java.util.List;

/// An answer that may have been cut off: an empty page means that the store looked and found none.
///
/// @param truncated there is more than what is here, or may be because the deadline came first
/// @param effort what it took to find this
public record Page<T>(List<T> items, boolean truncated, Effort effort) {
  public Page {
    items = List.copyOf(items);
  }

  public static <T> Page<T> empty() {
    return new Page<>(List.of(), false, Effort.NONE);
  }
}
