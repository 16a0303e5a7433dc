/** What a client sent, for the text of an error: cut, so that no refusal can be made to echo a megabyte. */
export function shortened(text: string, most = 100): string {
  return text.length > most ? `${text.slice(0, most)}...` : text;
}
