/** Pieces of HTML: text that stays text, icons, and data inside a page. */
import type { Verdict } from '../events.ts';

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For content and for attributes in quotes. */
export function h(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => REFERENCES[sign] ?? sign);
}

/**
 * JSON for a script element: it may hold neither `</script` nor `<!--`, so that no `<` stands in it at all. What XML
 * and old readers of JavaScript stumble over is written as an escape too.
 */
export function embedded(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Drawn on 16 by 16, in the colour of the text: shape tells verdicts apart where colour does not. */
const PATHS: Readonly<Record<Verdict | 'fold', string>> = {
  pass: '<path d="M3.5 8.5l3 3 6-7"/>',
  fail: '<path d="M4 4l8 8M12 4l-8 8"/>',
  'expected-fail':
    '<circle cx="8" cy="8" r="6.2" stroke-dasharray="2.4 1.6"/><path d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6"/>',
  'unexpected-pass': '<circle cx="8" cy="8" r="6.2"/><path d="M5.2 8.3l2 2 3.6-4.3"/>',
  flaky: '<path d="M2.5 9c1.5-4 3.5-4 5.5-1s4 3 5.5-1"/>',
  unsupported: '<path d="M4 8h8"/>',
  'not-run': '<circle cx="8" cy="8" r="3.2"/>',
  error: '<path d="M8 2.2l6.2 11.3H1.8z"/><path d="M8 6.5v3.2M8 11.6v.2"/>',
  fold: '<path d="M6 4l4 4-4 4"/>',
};

/** All icons, once; {@link icon} refers to them. */
export function iconSheet(): string {
  const symbols = Object.entries(PATHS).map(
    ([name, path]) => `<symbol id="i-${name}" viewBox="0 0 16 16">${path}</symbol>`,
  );
  return `<svg class="sheet" aria-hidden="true">${symbols.join('')}</svg>`;
}

export function icon(name: Verdict | 'fold'): string {
  return `<svg class="i" aria-hidden="true"><use href="#i-${name}"/></svg>`;
}
