/** JSON without loss: a number that a double cannot hold comes as its own text. */

/** Texts, in which digits are none of our business, and numbers. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Like `JSON.parse`, but for numbers with more digits than a double keeps: they come as decimal strings.
 *
 * @example parseExactly('{"a":0.1,"b":90071992547409.931}') // { a: 0.1, b: '90071992547409.931' }
 * @throws SyntaxError if it is no JSON
 */
export function parseExactly(text: string): unknown {
  const plain: unknown = JSON.parse(text);
  let lossy = false;
  const quoted = text.replace(TOKENS, (token) => {
    if (token.startsWith('"') || isKept(token)) return token;
    lossy = true;
    return `"${token}"`;
  });
  return lossy ? JSON.parse(quoted) : plain;
}

/** Whether a double prints as the very same number. */
function isKept(token: string): boolean {
  return (token.length < 16 && !/e/i.test(token)) || normal(String(Number(token))) === normal(token);
}

/** Sign, digits and power of ten, the same for all ways to write one number. */
function normal(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] = NUMBER.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
}
