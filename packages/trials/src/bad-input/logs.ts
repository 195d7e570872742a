// Looks for secrets in everything the platform has written for operators: its log files and its terminal.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `file: secret` for each find; empty when all is well. */
export function secretsInLogs(
  data: string,
  terminal: string,
  secrets: Readonly<Record<string, string>>,
): readonly string[] {
  const folder = join(data, 'logs');
  const texts = [
    ['the terminal', terminal] as const,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')] as const),
  ];
  return texts.flatMap(([where, text]) =>
    Object.entries(secrets)
      .filter(([, secret]) => text.includes(secret))
      .map(([what]) => `${where} holds ${what}`),
  );
}
