// The queries that runbooks tell people to type, each with the log it is for: the one named last before it on its page.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../platform/start-platform.ts';

export type RunbookQuery = { readonly page: string; readonly group: string; readonly query: string };

const folder = join(checkout, 'docs/runbooks');

export function runbookQueries(environment: string): readonly RunbookQuery[] {
  return readdirSync(folder).flatMap((file) => {
    const page = file.replace(/\.md$/, '');
    return queriesIn(page, readFileSync(join(folder, file), 'utf8').replaceAll('ENV', environment));
  });
}

export function queriesIn(page: string, text: string): readonly RunbookQuery[] {
  const blocks = '```\n([^`]*(?:`[^`]+`[^`]*)*?)\n```';
  const spans = text.matchAll(new RegExp(`${blocks}|\`([^\`\n]+)\``, 'g'));
  let group: string | undefined;
  return [...spans].flatMap(([, block, span]) => {
    const code = block ?? span ?? '';
    if (/^(\/cool-delivery|\/aws|aws-waf-logs)[\w/-]+$/.test(code)) group = code;
    if (!/^(filter|fields|stats) /.test(code)) return [];
    if (group === undefined)
      throw new Error(`${page}: given ${code} for no log, allowed is one after the log's name.`);
    return [{ page, group, query: code }];
  });
}
