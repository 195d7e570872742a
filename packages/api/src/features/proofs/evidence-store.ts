// The port to wherever proofs of delivery are kept: a folder here, a private bucket in AWS. Content-addressed: a key is
// the order and the SHA-256 of the bytes, so a key never means anything else, and putting twice is putting once.

export interface EvidenceKey {
  readonly orderId: string;
  /** SHA-256 of the bytes, 64 hexadecimal digits. */
  readonly digest: string;
}

export interface EvidenceStore {
  /** Resolves only when the bytes outlive a loss of power. */
  put(key: EvidenceKey, bytes: Uint8Array): Promise<void>;
  /** Null when there is nothing under the key. Whoever reads compares the digest. */
  get(key: EvidenceKey): Promise<Uint8Array | null>;
  /** Of what no order refers to; removing what is not there is no error. */
  remove(key: EvidenceKey): Promise<void>;
}
