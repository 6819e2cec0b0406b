// Putting queries together: a click on a value adds a clause to the text in the query box, where it
// can be read, changed and learnt from.

/** @param {string} value @returns {string} as a literal of the query language */
export const literal = (value) =>
  /^[\w./-]+$/.test(value) && !/^(and|or|not)$/i.test(value)
    ? value : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** @param {string} key @param {unknown} value */
export const clause = (key, value) => `${/^[\w./-]+$/.test(key) ? key : literal(key)} : ${literal(String(value))}`;

/** @param {string} query @param {string} more */
export function withClause(query, more) {
  if (query.trim() === '' || query.trim() === more) return more;
  if (hasClause(query, more)) return query;
  return / or /i.test(query) && !/^\(.*\)$/.test(query) ? `(${query}) and ${more}` : `${query} and ${more}`;
}

/** @param {string} query @param {string} wanted */
export const hasClause = (query, wanted) =>
  query.split(/ and /i).some((part) => part.trim() === wanted);

/** @param {string} query @param {string} unwanted */
export const withoutClause = (query, unwanted) =>
  query.split(/ and /i).filter((part) => part.trim() !== unwanted).join(' and ');

/** @param {string} service */
export const ofService = (service) => clause('service.name', service);
