/** Text in columns of a terminal. */

/**
 * Breaks text at spaces so that no line is longer than `width`. A word that is longer than that stays whole: an
 * address or a command that is cut in two can't be copied.
 */
export function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && longer.length > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  });
}

/**
 * `head` before the first line, as much space before the others.
 *
 * @param hard words that have no room are broken too: of values, which nobody pastes
 */
export function hanging(head: string, text: string, width: number, hard = false): string[] {
  const room = Math.max(20, width - head.length);
  const lines = wrapped(text, room).flatMap((line) => (hard ? pieces(line, room) : [line]));
  return lines.map((line, index) => `${index === 0 ? head : ' '.repeat(head.length)}${line}`.trimEnd());
}

function pieces(line: string, room: number): string[] {
  const count = Math.max(1, Math.ceil(line.length / room));
  return Array.from({ length: count }, (_, index) => line.slice(index * room, (index + 1) * room));
}

/** Cut in the middle, since both ends of ids and paths tell something. */
export function clipped(text: string, width: number): string {
  if (text.length <= width) return text;
  if (width <= 1) return '…'.slice(0, Math.max(0, width));
  const end = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - end)}…${end === 0 ? '' : text.slice(-end)}`;
}
