// The door of proofs: taking, keeping and reading what was taken at the door. It knows nothing of orders but their id.

export type { EvidenceKey, EvidenceStore } from './evidence-store.ts';
export { folderEvidenceStore } from './folder-evidence-store.ts';
export { type ReEncode, reEncoder } from './re-encode.ts';
export { digestOfEvidence, type Evidence, evidenceOfPhoto, evidenceOfSignature } from './take-proof.ts';
