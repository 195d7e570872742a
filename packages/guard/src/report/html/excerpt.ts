// The lines of a template around a place, with the line in question marked.

import type { TemplateSource } from '../../read/sources.ts';
import { escapeHtml } from './escape-html.ts';

const around = 4;

export function excerpt(sources: readonly TemplateSource[], file: string, line: number): string {
  const source = sources.find((it) => it.file === file);
  if (!source) return '';
  const lines = source.text.split('\n');
  const first = Math.max(1, line - around);
  const last = Math.min(lines.length, line + around);
  const rows = lines.slice(first - 1, last).map((text, index) => {
    const number = first + index;
    const content = `<span class="n">${String(number).padStart(5)}</span> ${escapeHtml(text.slice(0, 400))}`;
    return number === line ? `<mark>${content}</mark>` : content;
  });
  return `<figure><figcaption>${escapeHtml(file)}:${line}</figcaption><pre tabindex="0" role="group" aria-label="${escapeHtml(file)}, line ${line}">${rows.join('\n')}</pre></figure>`;
}
