/** Writing XML: elements, attributes, and only characters that XML has. */

export type Attributes = Readonly<Record<string, string | number>>;

function tag(name: string, attributes: Attributes): string {
  const pairs = Object.entries(attributes).map(([key, value]) => `${key}="${attributeText(String(value))}"`);
  return [name, ...pairs].join(' ');
}

/** With its content on lines of its own. */
export function element(name: string, attributes: Attributes, content: string): string {
  const open = tag(name, attributes);
  return content === '' ? `<${open}/>` : `<${open}>\n${content}\n</${name}>`;
}

/** Text as it is: no line is added before or after it. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return `<${tag(name, attributes)}>${xmlText(text)}</${name}>`;
}

export function xmlText(text: string): string {
  return legal(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A reader turns line breaks in attributes into spaces unless they are written as references. */
export function attributeText(text: string): string {
  return xmlText(text)
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\t', '&#9;');
}

/** XML 1.0 has no way to write some characters (section 2.2, Char), not even as references; nor half a character. */
function legal(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    '\ufffd',
  );
}
