package dev.bellwether.store;

import java.util.List;

/// An answer that may have been cut off: an empty page means that the store looked and found none.
///
/// @param truncated there is more than what is here
public record Page<T>(List<T> items, boolean truncated) {
  public Page {
    items = List.copyOf(items);
  }
}
