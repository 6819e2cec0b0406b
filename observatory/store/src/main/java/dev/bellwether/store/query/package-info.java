/// The one query language: text to a typed tree, and the tree as a plain predicate.
///
/// Pages, API and lab checks hand text to [Query]; engines evaluate the tree, each in its own way.
/// The predicate here is the reference that all of them are compared with.
@NullMarked
package dev.bellwether.store.query;

import org.jspecify.annotations.NullMarked;
