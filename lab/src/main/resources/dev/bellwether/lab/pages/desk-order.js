// One trade: whose, of what, and whether the model decides or you do.
import { useState } from 'preact/hooks';
import { ask, words } from './ask.js';
import { classes, t } from './ui.js';

/** @typedef {import('./desk.js').Desk} Desk */

const ACTIONS = ['buy', 'sell', 'hold'];
const DONE = { buy: 'Bought', sell: 'Sold', hold: 'Held' };

/** @param {{desk: Desk, sent: (tradeId: string) => void}} properties */
export function Order({ desk, sent }) {
  const [customer, setCustomer] = useState(desk.customers[0]?.id ?? '');
  const [symbol, setSymbol] = useState(desk.symbols[0] ?? '');
  const [forced, force] = useState(false);
  const [action, setAction] = useState('buy');
  const [shares, setShares] = useState('10');
  const [price, setPrice] = useState('100.00');
  const [canary, setCanary] = useState(false);
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState({ bad: false, text: '' });

  /** @param {SubmitEvent} event */
  async function send(event) {
    event.preventDefault();
    setBusy(true);
    const region = desk.customers.find((one) => one.id === customer)?.region;
    const decision = forced ? { action, shares: action === 'hold' ? 0 : Number(shares), share_price: Number(price) } : {};
    try {
      const body = JSON.stringify({ customer_id: customer, region, symbol, day_of_week: desk.day, canary, ...decision });
      const { tradeId, status, answer } = await ask('POST', '/api/desk/trades', { body });
      setResult(status === 200
        ? { bad: false, text: outcome(answer) } : { bad: true, text: `${status}: ${answer.detail ?? 'refused'}` });
      sent(tradeId);
    } catch (failure) {
      setResult({ bad: true, text: words(failure) });
    } finally {
      setBusy(false);
    }
  }

  return t.form({ class: 'card order', onSubmit: send, 'aria-labelledby': 'order-title' },
    t.h2({ id: 'order-title' }, 'Send a trade'),
    t.label({ class: 'field' }, t.span(null, 'Customer'),
      t.select({ value: customer, onChange: (event) => setCustomer(event.currentTarget.value) },
        ...desk.regions.map((region) => t.optgroup({ label: region },
          ...desk.customers.filter((one) => one.region === region)
            .map((one) => t.option({ value: one.id }, one.id)))))),
    t.label({ class: 'field' }, t.span(null, 'Symbol'),
      t.select({ value: symbol, onChange: (event) => setSymbol(event.currentTarget.value) },
        ...desk.symbols.map((one) => t.option({ value: one }, one)))),
    t.fieldset({ class: 'choice' }, t.legend(null, 'Who decides'),
      radio('The model', !forced, () => force(false)), radio('You do', forced, () => force(true))),
    forced && t.div({ class: 'forced' },
      t.label({ class: 'field' }, t.span(null, 'Action'),
        t.select({ value: action, onChange: (event) => setAction(event.currentTarget.value) },
          ...ACTIONS.map((one) => t.option({ value: one }, one)))),
      number('Shares', action === 'hold' ? '0' : shares, '1', setShares, action === 'hold'),
      number('Price', price, '0.01', setPrice, false)),
    t.label({ class: 'check' }, t.input({ type: 'checkbox', checked: canary,
      onChange: (event) => setCanary(event.currentTarget.checked) }), 'Through the canary, the second recorder'),
    t.div({ class: 'order-end' },
      t.button({ type: 'submit', class: 'button main-button', disabled: busy }, busy ? 'Sending…' : 'Send'),
      t.p({ role: 'status', class: classes('order-result', result.bad && 'has-errors') }, result.text)));
}

/** @param {{action?: string, shares?: number, symbol?: string, share_price?: number}} answer */
function outcome(answer) {
  const done = DONE[/** @type {keyof typeof DONE} */ (answer.action)] ?? 'Done';
  return answer.action === 'hold' ? `${done}: nothing was traded.`
    : `${done} ${answer.shares} ${answer.symbol} at ${Number(answer.share_price).toFixed(2)}.`;
}

/** @param {string} label @param {boolean} checked @param {() => void} choose */
const radio = (label, checked, choose) => t.label({ class: 'check' },
  t.input({ type: 'radio', name: 'who', checked, onChange: choose }), label);

/** @param {string} label @param {string} value @param {string} step @param {(value: string) => void} set @param {boolean} disabled */
const number = (label, value, step, set, disabled) => t.label({ class: 'field' }, t.span(null, label),
  t.input({ type: 'number', value, step, min: '0', max: '1000000', required: true, disabled,
    onInput: (event) => set(event.currentTarget.value) }));
