// Your account: how you sign in, and where you are signed in.
import type { Account } from '@cool/contract/identity';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Page } from '#ui/page.tsx';
import { Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { readAccount } from './account-client.ts';
import { EmailPanel } from './email-panel.tsx';
import { FactorPanel } from './factor-panel.tsx';
import { PasskeysPanel } from './passkeys-panel.tsx';
import { PasswordPanel } from './password-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';

export function AccountPage() {
  const [account, setAccount] = useState<Account | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const read = async () => {
    const answer = await readAccount();
    setRefusal(answer.ok ? null : answer.refusal);
    if (answer.ok) setAccount(answer.value);
  };
  useEffect(() => void read(), []);
  return (
    <Page title="Your account" lead="How you sign in, and where you are signed in.">
      {refusal !== null && <RefusalNote refusal={refusal} onRetry={() => void read()} />}
      {account === null && refusal === null && <Skeleton label="Reading your account" />}
      {account !== null && (
        <>
          <FactorPanel account={account} onChanged={() => void read()} />
          {account.totp && <PasskeysPanel />}
          <SessionsPanel />
          <PasswordPanel />
          <EmailPanel email={account.email} />
        </>
      )}
    </Page>
  );
}
