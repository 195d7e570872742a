// What the audit check answers.

import type { ChainHead } from './chain.ts';

export interface AuditFault {
  readonly ok: false;
  /** The number of the first bad record; null when the fault lies in an order or a person alone. */
  readonly seq: number | null;
  readonly orderId: string | null;
  readonly personId: string | null;
  readonly eventId: string | null;
  /** One sentence that says exactly what is wrong. */
  readonly what: string;
}

export type AuditVerdict =
  | {
      readonly ok: true;
      readonly records: number;
      readonly orders: number;
      /** Null when the accounts could not be read, and so were not judged. */
      readonly people: number | null;
      /** Orders whose content was compared with the keyed digest in the chain. */
      readonly sealed: number;
      /** Events acknowledged that were not yet in the chain when it was read. */
      readonly pending: number;
      readonly head: ChainHead;
      /** The furthest signed statement that agrees with the chain; null when none was signed yet. */
      readonly checkpoint: { readonly seq: number; readonly at: string } | null;
    }
  | AuditFault;

export interface AuditProgress {
  readonly stage: 'chain' | 'orders' | 'people';
  readonly done: number;
}
