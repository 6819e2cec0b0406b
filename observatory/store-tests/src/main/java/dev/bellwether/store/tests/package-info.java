/// What every engine must pass, and the sample telemetry that all tests use.
///
/// Each interface of `dev.bellwether.store` has an abstract `…Contract` here; the test of an engine
/// extends all of them and overrides only `open()`. A rule of the contract that no test here would
/// miss is not a rule: add the test before the engine relies on it. [RandomOperationsContract]
/// compares an engine with a model too simple to be wrong.
///
/// [SampleTraces] draws traces in a few words, [SampleTrade] is a whole trade of the trading system
/// with the cast that the documentation and the lab use. Tests of `otlp`, `analysis`, `api` and
/// `web` use them too.
@NullMarked
package dev.bellwether.store.tests;

import org.jspecify.annotations.NullMarked;
