package dev.bellwether.store.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.store.Page;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/// What a page must hold, whatever it cost the engine to find it.
final class PageAssert<T> extends AbstractAssert<PageAssert<T>, Page<T>> {
  private PageAssert(Page<T> page) {
    super(page, PageAssert.class);
  }

  static <T> PageAssert<T> assertThatPage(Page<T> page) {
    return new PageAssert<>(page);
  }

  /// These and nothing else, and the page says that there is no more.
  void isWhole(List<T> items) {
    isBeginOf(items, Integer.MAX_VALUE);
  }

  /// The first of these up to the limit, and the page says whether there are more.
  void isBeginOf(List<T> all, int limit) {
    var about = descriptionText();
    assertThat(actual.items()).as(about).isEqualTo(all.stream().limit(limit).toList());
    assertThat(actual.truncated()).as("truncated; " + about).isEqualTo(all.size() > limit);
    assertThat(actual.effort().complete()).as("complete; " + about).isTrue();
  }
}
