/** A badge: the document shields.io asks for (https://shields.io/badges/endpoint-badge), or an image of the same. */
import { countsAgainst, countsOf, isWrong, type Run } from './model.ts';
import { outcomeOfRun } from './words.ts';
import { attributeText } from './xml.ts';

export interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
  readonly isError?: true;
}

export function badgeOf(run: Run): Badge {
  const label = run.started?.client.name ?? 'understudy';
  const counts = countsOf(run.cases);
  const played = run.cases.length - counts.unsupported - counts['not-run'];
  const message = `${counts.pass} of ${played} passed`;
  if (outcomeOfRun(run) === 'broken')
    return { schemaVersion: 1, label, message: 'run broken', color: 'lightgrey', isError: true };
  if (played === 0) return { schemaVersion: 1, label, message: 'nothing judged', color: 'lightgrey' };
  if (run.cases.some((one) => countsAgainst(one, run)) || run.ended?.exitCode === 1)
    return { schemaVersion: 1, label, message, color: 'red' };
  const blemished = run.cases.some((one) => isWrong(one)) || counts['expected-fail'] > 0;
  return { schemaVersion: 1, label, message, color: blemished ? 'yellow' : 'brightgreen' };
}

/** Of shields.io's names, those that {@link badgeOf} uses. */
const COLOURS: Readonly<Record<string, string>> = {
  brightgreen: '#2f7d4f',
  yellow: '#8a6d1d',
  red: '#b3372f',
  lightgrey: '#6b7280',
};
const HEIGHT = 20;
const PADDING = 7;
/** Of a character of 11 px Verdana, about. `textLength` makes good for the difference. */
const CHARACTER = 6.6;

export function badgeImage({ label, message, color }: Badge): string {
  const left = widthOf(label);
  const right = widthOf(message);
  const title = attributeText(`${label}: ${message}`);
  const text = (content: string, from: number, width: number): string =>
    `<text x="${from + width / 2}" y="14" textLength="${width - 2 * PADDING}" lengthAdjust="spacingAndGlyphs">${attributeText(content)}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="${HEIGHT}" role="img" aria-label="${title}">
<title>${title}</title>
<clipPath id="r"><rect width="${left + right}" height="${HEIGHT}" rx="4"/></clipPath>
<g clip-path="url(#r)">
<rect width="${left}" height="${HEIGHT}" fill="#3b4252"/>
<rect x="${left}" width="${right}" height="${HEIGHT}" fill="${COLOURS[color] ?? COLOURS.lightgrey}"/>
</g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
${text(label, 0, left)}
${text(message, left, right)}
</g>
</svg>
`;
}

function widthOf(text: string): number {
  return Math.round([...text].length * CHARACTER) + 2 * PADDING;
}
