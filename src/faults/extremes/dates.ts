/** Times in turn in every form the contract takes. */
import type { TimeForm } from '../../provider/shape.ts';
import type { Rule } from './walk.ts';

const DATE_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Half an hour off, so that a client that takes offsets for whole hours shows. */
const OFFSET = '+10:30';
const OFFSET_MS = 10.5 * 3_600_000;

/**
 * The forms follow each other from one time to the next; the first one is never the form it had. Instants stay what
 * they are; a time that becomes a day, or a day that becomes a time, keeps the day that was written.
 */
export function mixedDates(): Rule {
  let turn = 0;
  return {
    value(shape, value) {
      if (shape.is !== 'time' || typeof value !== 'string') return undefined;
      const written = shape.forms.map((form) => inForm(value, form)).filter((text) => text !== undefined);
      if (written.length === 0) return undefined;
      const own = Math.max(0, written.indexOf(value));
      turn += 1;
      return written[(own + turn) % written.length];
    },
  };
}

/** Undefined where the form would lose something, or the text is no time we can read. */
function inForm(text: string, form: TimeForm): string | undefined {
  if (DAY.test(text)) return ofDay(text, form);
  const [whole, day = '', time = '', fraction = '', zone = ''] = DATE_TIME.exec(text) ?? [];
  if (whole === undefined) return undefined;
  if (form === 'day') return day;
  const isFraction = /[1-9]/.test(fraction);
  const hasFraction = form === 'utc-fraction' || form === 'offset-fraction';
  if (isFraction && !hasFraction) return undefined;
  const seconds = Date.parse(`${day}T${time}${zone}`);
  if (Number.isNaN(seconds)) return undefined;
  const isUtc = form === 'utc' || form === 'utc-fraction';
  const shown = new Date(isUtc ? seconds : seconds + OFFSET_MS).toISOString();
  if (shown.length !== '2026-03-16T09:00:00.000Z'.length) return undefined;
  return shown.slice(0, 19) + (hasFraction ? fraction || '.000' : '') + (isUtc ? 'Z' : OFFSET);
}

function ofDay(day: string, form: TimeForm): string {
  switch (form) {
    case 'day':
      return day;
    case 'utc':
      return `${day}T00:00:00Z`;
    case 'utc-fraction':
      return `${day}T00:00:00.000Z`;
    case 'offset':
      return `${day}T00:00:00${OFFSET}`;
    case 'offset-fraction':
      return `${day}T00:00:00.000${OFFSET}`;
  }
}
