// The shapes of the API's answers. Generated from the records of observatory/api by ApiTypesTest:
// change the record, not this file.

export interface AttributeKeysJson {
  signals: AttributeKeysJsonSignal[];
}

export interface AttributeKeysJsonKey {
  key: string;
  source: string;
  types: string[];
  records: number;
  coverage: number;
  distinct: number;
  values: AttributeKeysJsonValueCount[];
}

export interface AttributeKeysJsonSignal {
  signal: string;
  records: number;
  truncated: boolean;
  complete: boolean;
  distinctKeys: number;
  keys: AttributeKeysJsonKey[];
}

export interface AttributeKeysJsonValueCount {
  value: string;
  records: number;
}

export interface CoverageJson {
  attribute: string;
  traces: number;
  truncated: boolean;
  complete: boolean;
  otherTraces: number;
  otherSpans: number;
  services: CoverageJsonRow[];
  holes: CoverageJsonHole[];
  types: CoverageJsonType[];
  longValues: number;
  longestCharacters: number;
}

export interface CoverageJsonCell {
  records: number;
  carrying: number;
  share: number;
}

export interface CoverageJsonHole {
  cause: string;
  signal: string;
  from: string;
  at: string;
  records: number;
  path: CoverageJsonStep[];
  traceId: string;
  spanId: string | null;
  why: string;
  remedy: string;
  lines: string[];
}

export interface CoverageJsonRow {
  service: string;
  spans: CoverageJsonCell | null;
  logs: CoverageJsonCell | null;
}

export interface CoverageJsonStep {
  service: string;
  passage: string;
}

export interface CoverageJsonType {
  service: string;
  signal: string;
  type: string;
  records: number;
}

export interface EdgeJson {
  source: string;
  target: string;
  calls: number;
  traces: number;
  truncated: boolean;
  complete: boolean;
  reasons: EdgeJsonReason[];
}

export interface EdgeJsonNamed {
  key: string;
  value: string;
}

export interface EdgeJsonReason {
  rule: string;
  calls: number;
  errors: number;
  sentence: string;
  named: EdgeJsonNamed[];
  witness: EdgeJsonWitness;
}

export interface EdgeJsonWitness {
  traceId: string;
  callerSpanId: string | null;
  calleeSpanId: string | null;
}

export interface EffortJson {
  parts: number;
  partsRead: number;
  rows: number;
  complete: boolean;
}

export interface ExplainJson {
  mode: string;
  summary: string;
  requests: number;
  hits: number;
  usualRequests: number;
  slowMillis: number | null;
  truncated: boolean;
  complete: boolean;
  fromUnixNano: string;
  attributes: number;
  attributesLeftOut: number;
  leftOut: string[];
  key: ExplainJsonKeyLook | null;
  explanations: ExplainJsonCause[];
  suspects: ExplainJsonSuspect[];
}

export interface ExplainJsonCause {
  sentence: string;
  title: string;
  filter: string;
  requests: number;
  hits: number;
  rate: number;
  otherRate: number;
  usualRate: number | null;
  riskRatio: number | null;
  hitsShare: number;
  requestsShare: number;
  excessHits: number;
  chance: number;
  medianMillis: number | null;
  otherMedianMillis: number | null;
  excessShare: number | null;
  crowd: ExplainJsonCrowd | null;
  synonyms: ExplainJsonSynonym[];
  confounded: ExplainJsonConfounded[];
  symptoms: ExplainJsonSymptom[];
  evidence: string[];
}

export interface ExplainJsonConfounded {
  sentence: string;
  title: string;
  apart: boolean;
  filter: string;
}

export interface ExplainJsonCrowd {
  title: string;
  filter: string;
  requests: number;
  share: number;
  rate: number;
}

export interface ExplainJsonKeyLook {
  name: string;
  distinct: number;
  values: ExplainJsonValueRate[];
  without: number;
  withoutHits: number;
}

export interface ExplainJsonSuspect {
  title: string;
  filter: string;
  requests: number;
  rate: number;
  otherRate: number;
}

export interface ExplainJsonSymptom {
  key: string;
  value: string;
  share: number;
}

export interface ExplainJsonSynonym {
  title: string;
  of: string;
  filter: string;
}

export interface ExplainJsonValueRate {
  value: string;
  requests: number;
  hits: number;
  rate: number;
  filter: string;
}

export interface FiguresJson {
  requests: number;
  errors: number;
  ratePerSecond: number;
  p50: FiguresJsonPercentileJson | null;
  p95: FiguresJsonPercentileJson | null;
  p99: FiguresJsonPercentileJson | null;
}

export interface FiguresJsonPercentileJson {
  nanos: number;
  lowNanos: number;
  highNanos: number;
}

export interface GapsJson {
  empty: GapsJsonEmpty | null;
  traces: number;
  truncated: boolean;
  complete: boolean;
  gaps: GapsJsonGap[];
}

export interface GapsJsonEmpty {
  reason: string;
  sentence: string;
  remedy: string;
  lines: string[];
  fromUnixNano: string | null;
  toUnixNano: string | null;
}

export interface GapsJsonGap {
  kind: string;
  service: string;
  other: string;
  spans: number;
  of: number;
  sentence: string;
  remedy: string;
  lines: string[];
  traceId: string;
  spanId: string;
}

export interface HealthJson {
  status: string;
  version: string;
  uptimeSeconds: number;
  store: HealthJsonStore;
  receivers: HealthJsonReceiver[];
}

export interface HealthJsonLag {
  documents: number;
  bytes: number;
  oldestSeconds: number;
}

export interface HealthJsonReceiver {
  protocol: string;
  address: string;
  accepted: Record<string, number>;
  refused: Record<string, number>;
  rejected: Record<string, number>;
}

export interface HealthJsonStore {
  engine: string;
  spans: number;
  logRecords: number;
  metricPoints: number;
  spansEvicted: number;
  logRecordsEvicted: number;
  metricPointsEvicted: number;
  oldestUnixNano: string | null;
  problem: string | null;
  location: string | null;
  lag: HealthJsonLag | null;
}

export interface LogPatternsJson {
  window: LogPatternsJsonReach;
  before: LogPatternsJsonReach | null;
  startUnixNano: string;
  stepNano: number;
  steps: number;
  total: number;
  patterns: LogPatternsJsonPattern[];
}

export interface LogPatternsJsonChange {
  kind: string;
  before: number;
  now: number;
  ratio: number | null;
  chance: number;
  sentence: string;
}

export interface LogPatternsJsonExample {
  timeUnixNano: string;
  text: string;
  traceId: string | null;
  spanId: string | null;
}

export interface LogPatternsJsonPart {
  mask: string;
  seen: number;
  values: LogPatternsJsonValue[];
}

export interface LogPatternsJsonPattern {
  id: string;
  template: string;
  pieces: string[];
  parts: LogPatternsJsonPart[];
  severity: string;
  services: LogPatternsJsonServiceCount[];
  count: number;
  counts: number[];
  change: LogPatternsJsonChange | null;
  example: LogPatternsJsonExample | null;
  filter: string;
}

export interface LogPatternsJsonReach {
  fromUnixNano: string;
  toUnixNano: string;
  records: number;
  truncated: boolean;
  complete: boolean;
}

export interface LogPatternsJsonServiceCount {
  service: string;
  count: number;
}

export interface LogPatternsJsonValue {
  value: string;
  count: number;
  filter: string;
}

export interface LogsJson {
  logs: LogsJsonLog[];
  truncated: boolean;
  complete: boolean;
  effort: EffortJson | null;
}

export interface LogsJsonLog {
  timeUnixNano: string;
  traceId: string | null;
  spanId: string | null;
  severity: string;
  body: string;
  service: string;
  attributes: Record<string, unknown>;
  resource: Record<string, unknown>;
}

export interface MetricJson {
  name: string;
  kind: string;
  unit: string;
  description: string;
  aggregation: string;
  aggregations: string[];
  by: string | null;
  fromUnixNano: string;
  toUnixNano: string;
  startUnixNano: string;
  stepMillis: number;
  steps: number;
  lines: MetricJsonLine[];
  groups: number;
  series: number;
  uncounted: number;
  unlike: number;
  truncated: boolean;
  complete: boolean;
  countedFromUnixNano: string | null;
}

export interface MetricJsonExemplar {
  timeUnixNano: string;
  value: number;
  traceId: string;
  spanId: string | null;
  attributes: Record<string, unknown>;
}

export interface MetricJsonLine {
  group: string | null;
  total: number;
  points: MetricJsonPoint[];
  exemplars: MetricJsonExemplar[];
}

export interface MetricJsonPoint {
  step: number;
  value: number;
}

export interface MetricsJson {
  metrics: MetricsJsonMetric[];
  truncated: boolean;
  complete: boolean;
}

export interface MetricsJsonMetric {
  name: string;
  kind: string;
  shape: string;
  unit: string;
  description: string;
  aggregations: string[];
  services: string[];
  attributes: string[];
  resourceAttributes: string[];
  lastUnixNano: string;
}

export interface ServiceInstancesJson {
  requests: number;
  truncated: boolean;
  complete: boolean;
  instances: ServiceInstancesJsonInstance[];
}

export interface ServiceInstancesJsonInstance {
  id: string;
  host: string;
  version: string;
  figures: FiguresJson;
  share: number;
  lastUnixNano: string;
}

export interface ServiceJson {
  name: string;
  fromUnixNano: string;
  toUnixNano: string;
  stepMillis: number;
  health: string;
  reason: string;
  cause: string | null;
  operation: string | null;
  figures: FiguresJson;
  series: ServiceJsonPoint[];
  distribution: ServiceJsonBucket[];
  before: ServiceJsonBefore | null;
  operations: ServiceJsonOperation[];
  callers: ServiceJsonDependency[];
  calls: ServiceJsonDependency[];
  versions: ServiceJsonVersion[];
}

export interface ServiceJsonBefore {
  shiftMillis: number;
  figures: FiguresJson;
  series: ServiceJsonPoint[];
  distribution: ServiceJsonBucket[];
}

export interface ServiceJsonBucket {
  lowNanos: number;
  highNanos: number;
  requests: number;
  errors: number;
}

export interface ServiceJsonDependency {
  id: string;
  name: string;
  kind: string;
  async: boolean;
  figures: FiguresJson;
}

export interface ServiceJsonOperation {
  name: string;
  kind: string;
  figures: FiguresJson;
  impact: number;
}

export interface ServiceJsonPoint {
  startUnixNano: string;
  requests: number;
  errors: number;
  ratePerSecond: number;
  p50: FiguresJsonPercentileJson | null;
  p95: FiguresJsonPercentileJson | null;
  p99: FiguresJsonPercentileJson | null;
}

export interface ServiceJsonVersion {
  version: string;
  environment: string;
  figures: FiguresJson;
  firstUnixNano: string;
  lastUnixNano: string;
  change: boolean;
}

export interface ServiceMapJson {
  nodes: ServiceMapJsonNode[];
  edges: ServiceMapJsonEdge[];
  incomplete: number;
}

export interface ServiceMapJsonEdge {
  source: string;
  target: string;
  kind: string;
  requests: number;
  errors: number;
  p50Millis: number | null;
  p95Millis: number | null;
  inferred: boolean;
}

export interface ServiceMapJsonExplanation {
  title: string;
  sentence: string;
  filter: string;
  query: string;
  mode: string;
}

export interface ServiceMapJsonNode {
  id: string;
  name: string;
  kind: string;
  requests: number;
  errors: number;
  p50Millis: number | null;
  p95Millis: number | null;
  p99Millis: number | null;
  health: string;
  reason: string;
  cause: string | null;
  explanation: ServiceMapJsonExplanation | null;
  x: number;
  y: number;
}

export interface ServicesJson {
  fromUnixNano: string;
  toUnixNano: string;
  startUnixNano: string;
  stepMillis: number;
  services: ServicesJsonService[];
}

export interface ServicesJsonService {
  name: string;
  health: string;
  reason: string;
  cause: string | null;
  figures: FiguresJson;
  versions: string[];
  requestsPerStep: number[];
  errorsPerStep: number[];
}

export interface TimelineJson {
  fromUnixNano: string;
  toUnixNano: string;
  startUnixNano: string;
  stepMillis: number;
  series: TimelineJsonSeries[];
  by: string | null;
  roots: boolean;
  records: number;
  truncated: boolean;
  complete: boolean;
  countedFromUnixNano: string | null;
  operations: TimelineJsonOperation[];
  points: TimelineJsonPoint[];
}

export interface TimelineJsonOperation {
  service: string;
  name: string;
}

export interface TimelineJsonPoint {
  traceId: string;
  spanId: string;
  startUnixNano: string;
  durationNano: number;
  failed: boolean;
  operation: number;
  spans: number;
}

export interface TimelineJsonSeries {
  name: string;
  counts: number[];
}

export interface TraceJson {
  traceId: string;
  spans: TraceJsonSpan[];
  logs: LogsJsonLog[];
  logsTruncated: boolean;
  criticalPath: TraceJsonSection[];
}

export interface TraceJsonEvent {
  timeUnixNano: string;
  name: string;
  attributes: Record<string, unknown>;
}

export interface TraceJsonLink {
  traceId: string;
  spanId: string;
  attributes: Record<string, unknown>;
}

export interface TraceJsonScope {
  name: string;
  version: string;
}

export interface TraceJsonSection {
  spanId: string;
  startUnixNano: string;
  endUnixNano: string;
}

export interface TraceJsonSpan {
  spanId: string;
  parentSpanId: string | null;
  service: string;
  name: string;
  kind: string;
  startUnixNano: string;
  endUnixNano: string;
  status: string;
  statusMessage: string;
  attributes: Record<string, unknown>;
  events: TraceJsonEvent[];
  links: TraceJsonLink[];
  resource: Record<string, unknown>;
  scope: TraceJsonScope;
}

export interface TraceLinksJson {
  links: TraceLinksJsonLink[];
  searched: number;
  truncated: boolean;
  complete: boolean;
}

export interface TraceLinksJsonLink {
  traceId: string;
  spanId: string;
  service: string;
  name: string;
  startUnixNano: string;
  durationNano: number;
  failed: boolean;
  toSpanId: string;
}

export interface TracesJson {
  traces: TracesJsonSummary[];
  truncated: boolean;
  complete: boolean;
  considered: number;
  effort: EffortJson | null;
}

export interface TracesJsonSummary {
  traceId: string;
  rootService: string;
  rootName: string;
  startUnixNano: string;
  durationNano: number;
  spanCount: number;
  errorCount: number;
  services: string[];
}
