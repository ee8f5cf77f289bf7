// Holds values against the TypeScript types that the page's module declares (src/web/types.d.ts).

import { readFileSync } from 'node:fs';

const source = readFileSync(new URL('../../src/web/types.d.ts', import.meta.url), 'utf8')
  .replace(/\/\*\*[\s\S]*?\*\//g, '');
/** Name of a type → its definition. */
const types = new Map([...source.matchAll(/export type (\w+) = ([\s\S]*?);\n(?=\n|export|$)/g)].map(([, name, text]) => [name, text.trim()]));

/** The parts of `text` between `separator`s that stand in no brackets. */
function split(text, separator) {
  const parts = [''];
  let depth = 0;
  for (const c of text) {
    if ('<[{'.includes(c)) depth += 1;
    if ('>]}'.includes(c)) depth -= 1;
    if (c === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += c;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** What is wrong with `value` as a `type`, a sentence each; none where it fits. */
export function faults(value, type, where = 'value') {
  const choices = split(type, '|');
  if (choices.length > 1) {
    const all = choices.map((choice) => faults(value, choice, where));
    return all.some((found) => found.length === 0) ? [] : all.sort((a, b) => a.length - b.length)[0];
  }
  if (types.has(type)) return faults(value, types.get(type), where);
  const wrong = [`${where}: ${JSON.stringify(value)?.slice(0, 80)} is no ${type}`];
  if (['number', 'string', 'boolean'].includes(type)) return typeof value === type ? [] : wrong;
  if (type === 'null') return value === null ? [] : wrong;
  if (type.startsWith('"')) return value === JSON.parse(type) ? [] : wrong;
  const list = /^Array<(.*)>$/s.exec(type) ?? /^(\w+)\[\]$/.exec(type);
  if (list) return Array.isArray(value) ? value.flatMap((v, i) => faults(v, list[1], `${where}[${i}]`)) : wrong;
  if (type.startsWith('[')) {
    const parts = split(type.slice(1, -1), ',');
    if (!Array.isArray(value) || value.length !== parts.length) return wrong;
    return parts.flatMap((part, i) => faults(value[i], part, `${where}[${i}]`));
  }
  if (type.startsWith('{')) return ofObject(value, type, where, wrong);
  return [`${where}: nothing is known of the type ${type}`];
}

function ofObject(value, type, where, wrong) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return wrong;
  const fields = split(type.slice(1, -1), ',').map((field) => {
    const [, name, optional, of] = /^"?(\w+)"?(\??):\s*([\s\S]*)$/.exec(field);
    return { name, optional: optional === '?', of };
  });
  const unknown = Object.keys(value).filter((key) => !fields.some((f) => f.name === key));
  return [
    ...unknown.map((key) => `${where}.${key}: not declared`),
    ...fields.flatMap(({ name, optional, of }) => {
      if (name in value) return faults(value[name], of, `${where}.${name}`);
      return optional ? [] : [`${where}.${name}: missing`];
    }),
  ];
}
