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

/** `head` before the first line, as much space before the others. */
export function hanging(head: string, text: string, width: number): string[] {
  const room = Math.max(20, width - head.length);
  return wrapped(text, room).map((line, index) =>
    `${index === 0 ? head : ' '.repeat(head.length)}${line}`.trimEnd(),
  );
}

/** Cut in the middle, since both ends of ids and paths tell something. */
export function clipped(text: string, width: number): string {
  if (text.length <= width) return text;
  if (width <= 1) return '…'.slice(0, Math.max(0, width));
  const end = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - end)}…${end === 0 ? '' : text.slice(-end)}`;
}
