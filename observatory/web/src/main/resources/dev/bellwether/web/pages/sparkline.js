// A few counts over time, as small as a word: what failed stands in red at the foot.
import { t } from './ui.js';

const WIDTH = 120;
const HEIGHT = 20;

/** @param {{counts: number[], failed: number[], label: string}} properties */
export function Sparkline({ counts, failed, label }) {
  const most = Math.max(1, ...counts);
  const width = WIDTH / Math.max(1, counts.length);
  /** @param {number[]} values */
  const bars = (values) => values.map((value, i) => (value === 0 ? '' : bar(i * width, width, HEIGHT * value / most))).join('');
  return t.svg({ class: 'sparkline', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: 'img', 'aria-label': label },
    t.title(null, label),
    t.path({ class: 'sparkline-all', d: bars(counts) }),
    t.path({ class: 'sparkline-failed', d: bars(failed) }));
}

/** At least a pixel for something. @param {number} x @param {number} width @param {number} height */
function bar(x, width, height) {
  const shown = Math.max(1, height);
  return `M${x.toFixed(1)} ${(HEIGHT - shown).toFixed(1)}h${Math.max(0.8, width - 0.6).toFixed(1)}V${HEIGHT}H${x.toFixed(1)}z`;
}
