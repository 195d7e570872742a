// An outside anchor: the head of the audit chain, written down where nobody who can change the database can change
// it. With one, a chain that was rewritten or cut before the anchor is found, too. Either a head written by hand
// (--write-anchor), or the signer's own file, whose every line is judged before it counts.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseAnchors } from '../signer/anchor-store.ts';
import { judgeAnchors } from '../signer/judge-anchors.ts';
import { NothingThere } from './database.ts';

export type Anchor = { readonly seq: number; readonly hash: string };

export type ReadAnchor =
  | { readonly ok: true; readonly anchor: Anchor | null }
  /** The signer's file does not agree with itself: somebody changed it. */
  | { readonly ok: false; readonly what: string };

/** Null when the signer has not signed anything yet. Throws NothingThere when the file is no anchor at all. */
export function readAnyAnchor(path: string): ReadAnchor {
  if (!existsSync(path)) return { ok: true, anchor: readAnchor(path) };
  const text = readFileSync(path, 'utf8');
  if (!text.includes('"kind"')) return { ok: true, anchor: readAnchor(path) };
  const judged = judgeAnchors(linesOf(text, path));
  return judged.ok ? { ok: true, anchor: judged.checkpoints.at(-1) ?? null } : judged;
}

function linesOf(text: string, path: string) {
  try {
    return parseAnchors(text, path);
  } catch (error) {
    throw new NothingThere(error instanceof Error ? error.message : String(error));
  }
}

/** Throws NothingThere when the file is no anchor. */
export function readAnchor(path: string): Anchor {
  if (!existsSync(path)) {
    throw new NothingThere(
      `There is no anchor at ${path}. Write one with --write-anchor FILE and keep it elsewhere.`,
    );
  }
  const anchor = parsed(readFileSync(path, 'utf8'));
  if (anchor === null) {
    throw new NothingThere(
      `${path} is not an anchor: it must be JSON with seq (1 or more) and hash (64 hex digits).`,
    );
  }
  return anchor;
}

function parsed(text: string): Anchor | null {
  try {
    const value: unknown = JSON.parse(text);
    return isAnchor(value) ? { seq: value.seq, hash: value.hash } : null;
  } catch {
    return null; // not JSON: told by the caller, with what is allowed
  }
}

function isAnchor(value: unknown): value is Anchor {
  return (
    typeof value === 'object' &&
    value !== null &&
    'seq' in value &&
    Number.isInteger(value.seq) &&
    Number(value.seq) >= 1 &&
    'hash' in value &&
    typeof value.hash === 'string' &&
    /^[0-9a-f]{64}$/.test(value.hash)
  );
}

export function writeAnchor(path: string, { seq, hash }: Anchor): void {
  writeFileSync(path, `${JSON.stringify({ seq, hash, writtenAt: new Date().toISOString() })}\n`, {
    mode: 0o644,
  });
}

/**
 * Compares an intact chain with the anchor; `found` is the hash now standing at the anchor's place, or null when the
 * chain ends before it. Null when they agree, else one sentence.
 */
export function anchorBreach(anchor: Anchor, head: Anchor, found: string | null): string | null {
  if (found === anchor.hash) return null;
  if (found === null) {
    return `The chain ends at record ${head.seq}, but the anchor saw record ${anchor.seq}: its end was cut off.`;
  }
  return `Record ${anchor.seq} has another hash than the anchor saw: the chain was rewritten from there or before.`;
}
