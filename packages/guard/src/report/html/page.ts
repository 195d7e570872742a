import type { Judgement } from '../../index.ts';
export interface Titled { readonly title: string; readonly judgement: Judgement }
export const htmlReport = (reports: readonly Titled[]): string => reports.map(({ title }) => title).join('');
