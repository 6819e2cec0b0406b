package dev.bellwether.analysis.coverage;

/// Why a record lacks a key that its trace has.
public enum Cause {
  /// It is above the place where the key is set: context flows down, never up. Nothing is wrong.
  BEFORE,

  /// Set as an attribute of one span, and nothing below it carries it: it is not in the baggage.
  SPAN_ONLY,

  /// It began before the key was set; what began later under the same parent carries it.
  SET_TOO_LATE,

  /// It began after the last span under the same parent that carries it.
  SCOPE_ENDED,

  /// The baggage passed through the service, for somebody else got it; its own spans lack it.
  NOT_COPIED,

  /// The caller carries it; neither the callee nor anything that it calls does.
  NOT_SENT,

  /// The parent span was never received, so nobody knows what was handed down.
  PARENT_MISSING,

  /// The callee begins a trace of its own: the call came without its context.
  NEW_TRACE,

  /// Between caller and callee is somebody who sends no spans and did not pass the context on.
  SILENT_HOP,

  /// The spans of the service carry it, its log records do not.
  LOGS_NOT_COPIED,

  /// Lines of a program that takes part in the trace without having a context of its own.
  FOREIGN_LOGS
}
