// One verification from the press of the button to its verdict.
import type { VerificationProgress, VerificationVerdict } from '@cool/contract/audit';
import { useEffect, useRef, useState } from 'preact/hooks';
import { verifyTrail } from './audit-client.ts';

export type Verification =
  | { readonly state: 'idle' | 'failed' }
  | { readonly state: 'running'; readonly progress: VerificationProgress | null }
  | { readonly state: 'done'; readonly verdict: VerificationVerdict; readonly at: string };

export function useVerification(): readonly [Verification, () => void] {
  const [verification, setVerification] = useState<Verification>({ state: 'idle' });
  const end = useRef<() => void>(() => undefined);
  useEffect(() => () => end.current(), []);
  const start = () => {
    end.current();
    setVerification({ state: 'running', progress: null });
    end.current = verifyTrail({
      onProgress: (progress) => setVerification({ state: 'running', progress }),
      onVerdict: (verdict) => setVerification({ state: 'done', verdict, at: new Date().toISOString() }),
      onFailed: () => setVerification({ state: 'failed' }),
    });
  };
  return [verification, start];
}
