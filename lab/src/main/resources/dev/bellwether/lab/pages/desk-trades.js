// The newest trades of everybody, each with its trace, every two seconds.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, words } from './ask.js';
import { icon } from './icons.js';
import { classes, t } from './ui.js';

/**
 * @typedef {{traceId: string, tradeId: string, startMillis: number, millis: number, status: number,
 *   customer: string, region: string, symbol: string, action: string, shares: string, price: string,
 *   canary: boolean, source: string}} Trade
 */

const LOOK_MILLIS = 2000;

/** How many of the desk's own are kept in sight. */
const OWN_MAX = 10;

/** @param {{port: number, sent: string}} properties */
export function Trades({ port, sent }) {
  const [trades, setTrades] = useState(/** @type {Trade[] | null} */ (null));
  const [problem, setProblem] = useState('');
  const [live, setLive] = useState(true);
  /** Those of the desk: they stay marked after the next one is sent. */
  const own = useRef(/** @type {Set<string>} */ (new Set()));
  if (sent) own.current.add(sent);

  useEffect(() => {
    if (!live) return undefined;
    let over = false;
    const look = async () => {
      while (!over) {
        if (!document.hidden) {
          await ask('GET', '/api/desk/trades').then(
            (answer) => { if (!over) { setTrades((before) => withOwn(answer.trades, before ?? [])); setProblem(''); } },
            (failure) => setProblem(words(failure)));
        }
        await new Promise((later) => setTimeout(later, LOOK_MILLIS));
      }
    };
    look();
    return () => { over = true; };
  }, [live]);

  /** Customers are many: what the desk has sent stays at the end when it is no longer among the newest. */
  /** @param {Trade[]} now @param {Trade[]} before */
  function withOwn(now, before) {
    const kept = before.filter((trade) => own.current.has(trade.tradeId) && !now.some((one) => one.traceId === trade.traceId));
    return [...now, ...kept.slice(0, OWN_MAX)];
  }

  const observatory = `http://${location.hostname}:${port}`;
  return t.section({ id: 'trades', class: 'card trades', 'aria-labelledby': 'trades-title', tabIndex: -1 },
    t.div({ class: 'trades-head' },
      t.h2({ id: 'trades-title' }, 'Latest trades'),
      t.button({ type: 'button', class: 'button', 'aria-pressed': live, onClick: () => setLive(!live) },
        icon(live ? 'pause' : 'later', 14), live ? 'Live' : 'Paused')),
    problem && t.p({ class: 'has-errors', role: 'alert' }, problem),
    trades?.length === 0 && t.p({ class: 'empty' }, 'Nobody has traded for two minutes.'),
    trades !== null && trades.length > 0 && t.div({ class: 'table-frame', tabIndex: 0, role: 'region', 'aria-labelledby': 'trades-title' },
      t.table({ class: 'trades-table' },
        t.thead(null, t.tr(null, ...['Time', 'Customer', 'Region', 'Decision'].map((name) => t.th({ scope: 'col' }, name)),
          t.th({ scope: 'col', class: 'number' }, 'Took'), t.th({ scope: 'col' }, 'Result'))),
        t.tbody(null, ...trades.map((trade) => row(trade, observatory, own.current.has(trade.tradeId)))))));
}

/** @param {Trade} trade @param {string} observatory @param {boolean} own */
function row(trade, observatory, own) {
  const good = trade.status === 200;
  return t.tr({ key: trade.traceId, class: classes(own && 'own-trade') },
    t.td({ class: 'muted' }, clock(trade.startMillis)),
    t.td(null, trade.customer || '—', own && t.span({ class: 'tag' }, 'yours')),
    t.td(null, trade.region || '—', trade.canary && t.span({ class: 'tag' }, 'canary')),
    t.td(null, decision(trade)),
    t.td({ class: 'number' }, `${trade.millis < 10 ? trade.millis.toFixed(1) : Math.round(trade.millis).toLocaleString('en')} ms`),
    t.td(null, t.a({ class: classes('trade-link', !good && 'has-errors'), href: `${observatory}/trace/${trade.traceId}`,
      target: '_blank', rel: 'noopener', 'aria-label': `${good ? 'Recorded' : `Failed with ${trade.status || 'no answer'}`}, open its trace` },
    icon(good ? 'ok' : 'failing', 14), good ? 'Trace' : `${trade.status || '?'} · Trace`)));
}

/** @param {Trade} trade */
function decision({ action, shares, symbol, price }) {
  if (!action) return symbol || '—';
  return action === 'hold' ? `hold ${symbol}` : `${action} ${shares} ${symbol} at ${Number(price).toFixed(2)}`;
}

/** @param {number} millis */
const clock = (millis) => new Date(millis).toLocaleTimeString('en-GB');
