// Queries as text: taken apart where a person wants to see or change one condition, and put
// together where a click adds one. What a query means is for the server to say; this knows only
// where its pieces begin and end.

/**
 * @typedef {object} Token
 * @property {'word' | 'string' | 'keyword' | 'operator' | 'open' | 'close'} kind
 * @property {string} text as it was written
 * @property {number} from
 * @property {number} to
 */
/** @typedef {'field' | 'operator' | 'value'} Place what may come next */
/** @typedef {{text: string, negated: boolean, field: string | null, from: number, to: number}} Clause */

const KEYWORD = /^(and|or|not)$/i;

/**
 * @param {string} text
 * @returns {{tokens: Token[], place: Place, key: string}} with what may come after the last token
 */
function scan(text) {
  /** @type {Token[]} */
  const tokens = [];
  /** @type {Place} */
  let place = 'field';
  let key = '';
  let depth = 0;
  let valuesFrom = 0;
  let at = 0;
  while (at < text.length) {
    const from = at;
    const c = text[at];
    if (/\s/.test(c)) {
      at++;
      continue;
    }
    /** @type {Token['kind']} */
    let kind = 'word';
    if (c === '(' || c === ')') {
      at++;
      kind = c === '(' ? 'open' : 'close';
      depth += c === '(' ? 1 : -1;
      if (kind === 'open' && place === 'value' && valuesFrom === 0) valuesFrom = depth;
      if (kind === 'close' && depth < valuesFrom) valuesFrom = 0;
    } else if (place !== 'value' && /[:<>]/.test(c)) {
      at += text[at + 1] === '=' && c !== ':' ? 2 : 1;
      kind = 'operator';
      key = tokens.length ? unquoted(tokens[tokens.length - 1].text) : '';
      place = 'value';
    } else if (c === '"') {
      at = endOfString(text, at);
      kind = 'string';
      if (place === 'field') place = 'operator';
    } else {
      const stop = place === 'value' ? /[\s()"]/ : /[\s()":<>]/;
      while (at < text.length && !stop.test(text[at])) at += text[at] === '\\' ? 2 : 1;
      at = Math.min(at, text.length);
      if (KEYWORD.test(text.slice(from, at))) {
        kind = 'keyword';
        place = valuesFrom > 0 ? 'value' : 'field';
      } else if (place === 'field') place = 'operator';
    }
    tokens.push({ kind, text: text.slice(from, at), from, to: at });
  }
  return { tokens, place, key };
}

/** @param {string} text @param {number} at @returns {number} behind the closing quote, or the end */
function endOfString(text, at) {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}

/** @param {string} written */
const unquoted = (written) => (written.startsWith('"')
  ? written.slice(1, written.endsWith('"') && written.length > 1 ? -1 : undefined).replaceAll(/\\(.)/g, '$1') : written);

/**
 * The conditions that must all hold. Where `or` joins the whole, it is one condition.
 * @param {string} query
 * @returns {Clause[]}
 */
export function clauses(query) {
  const { tokens } = scan(query);
  /** @type {Token[][]} */
  const parts = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'open') depth++;
    if (token.kind === 'close') depth--;
    const keyword = depth === 0 && token.kind === 'keyword' ? token.text.toLowerCase() : '';
    if (keyword === 'or') return [clauseOf(query, tokens)];
    if (keyword === 'and') parts.push([]);
    else parts[parts.length - 1].push(token);
  }
  return parts.filter((part) => part.length > 0).map((part) => clauseOf(query, part));
}

/** @param {string} query @param {Token[]} tokens @returns {Clause} */
function clauseOf(query, tokens) {
  const from = tokens[0].from;
  const to = tokens[tokens.length - 1].to;
  const negated = tokens[0].kind === 'keyword' && tokens[0].text.toLowerCase() === 'not';
  const [first, second] = negated ? tokens.slice(1) : tokens;
  const field = second?.kind === 'operator' ? unquoted(first.text) : null;
  return { text: query.slice(from, to), negated, field, from, to };
}

/** @param {Clause} clause @returns {string} without its `not` */
export const affirmed = (clause) => (clause.negated ? clause.text.replace(/^not\s*/i, '') : clause.text);

/** The condition turned around. @param {Clause} clause */
export function negation(clause) {
  if (clause.negated) return affirmed(clause);
  const whole = scan(clause.text).tokens.some((token) => token.kind === 'keyword') && !/^\(.*\)$/s.test(clause.text);
  return `not ${whole && clause.field === null ? `(${clause.text})` : clause.text}`;
}

/** @param {readonly string[]} texts */
export const joined = (texts) => texts.join(' and ');

/**
 * @param {string} value
 * @returns {string} as a literal of the query language
 */
export const literal = (value) =>
  /^[\w./-]+$/.test(value) && !KEYWORD.test(value)
    ? value : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A whole query has 8,192 characters at the most; of a longer value its beginning is asked for. */
const LITERAL_CHARACTERS_MAX = 1000;

/** @param {string} value */
const beginningOf = (value) =>
  `${value.slice(0, 200).replaceAll(/[^\p{L}\p{N}._/@-]/gu, (c) => `\\${c}`)}*`;

/** @param {string} key @param {unknown} value */
export function clause(key, value) {
  const text = String(value);
  return `${literal(key)} : ${text.length > LITERAL_CHARACTERS_MAX ? beginningOf(text) : literal(text)}`;
}

/** @param {string} query @param {string} more in place of its opposite, if that is there */
export function withClause(query, more) {
  const parts = clauses(query);
  if (parts.length === 0) return more;
  if (parts.some((part) => part.text === more)) return query;
  const others = parts.filter((part) => negation(part) !== more).map((part) => part.text);
  if (others.length === 1 && isEither(others[0])) return `(${others[0]}) and ${more}`;
  return joined([...others, more]);
}

/** @param {string} text */
function isEither(text) {
  let depth = 0;
  return scan(text).tokens.some((token) => {
    if (token.kind === 'open') depth++;
    if (token.kind === 'close') depth--;
    return depth === 0 && token.kind === 'keyword' && token.text.toLowerCase() === 'or';
  });
}

/** @param {string} query @param {string} wanted */
export const hasClause = (query, wanted) => clauses(query).some((part) => part.text === wanted);

/** @param {string} query @param {string} unwanted */
export const withoutClause = (query, unwanted) =>
  joined(clauses(query).map((part) => part.text).filter((text) => text !== unwanted));

/** @param {string} query @param {string} field */
export const withoutField = (query, field) =>
  joined(clauses(query).filter((part) => part.field !== field).map((part) => part.text));

/** @param {string} service */
export const ofService = (service) => clause('service.name', service);

/**
 * What is being written at the caret.
 * @param {string} text @param {number} caret
 * @returns {{place: Place | 'keyword', key: string, begun: string, from: number, to: number}}
 *   `begun` is what is there already and is replaced from `from` to `to`
 */
export function contextAt(text, caret) {
  const before = text.slice(0, caret);
  const { tokens, place, key } = scan(before);
  const last = tokens[tokens.length - 1];
  const touching = last !== undefined && last.to === caret && (last.kind === 'word' || last.kind === 'string');
  const ended = last?.kind === 'string' && last.text.length > 1 && last.text.endsWith('"');
  if (touching && !ended) {
    const fresh = place === 'value' ? 'value' : 'field';
    const rest = /^[^\s()"]*/.exec(text.slice(caret))?.[0].length ?? 0;
    return { place: fresh, key, begun: unquoted(last.text), from: last.from, to: caret + rest };
  }
  const behindValue = place === 'value' && last?.kind !== 'operator' && last?.kind !== 'open' && last?.kind !== 'keyword';
  const behindGroup = last?.kind === 'close';
  return { place: behindValue || behindGroup ? 'keyword' : place, key: place === 'operator' ? unquoted(last.text) : key,
    begun: '', from: caret, to: caret };
}
