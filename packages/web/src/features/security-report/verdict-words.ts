// How verdicts and the states of promises are said: a word, an icon and a tone.
import type { IconName } from '#ui/icon.tsx';
import type { Tone } from '#ui/note.tsx';
import type { PromiseState, VerdictName } from './report-view.ts';

interface Word {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

export const verdictWords: Readonly<Record<VerdictName, Word>> = {
  proved: { word: 'Proved', icon: 'check', tone: 'good' },
  refuted: { word: 'Refuted', icon: 'close', tone: 'bad' },
  unknown: { word: 'Unknown', icon: 'help', tone: 'warn' },
  'not-judged': { word: 'Not judged', icon: 'minus', tone: 'neutral' },
  waived: { word: 'Waived', icon: 'clock', tone: 'info' },
};

export const promiseWords: Readonly<Record<PromiseState, Word>> = {
  kept: { word: 'Kept', icon: 'check', tone: 'good' },
  'kept-as-far-as-judged': { word: 'Kept as far as judged', icon: 'check', tone: 'info' },
  broken: { word: 'Broken', icon: 'close', tone: 'bad' },
  unknown: { word: 'Unknown', icon: 'help', tone: 'warn' },
  'not-judged': { word: 'Not judged', icon: 'minus', tone: 'neutral' },
};
