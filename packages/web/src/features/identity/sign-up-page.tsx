// An account of one's own: ask for the link that makes one.
import { AskForLink } from './ask-for-link.tsx';
import { askSignUp } from './identity-client.ts';

export function SignUpPage() {
  return (
    <AskForLink
      title="Ask for an account"
      lead="To send parcels and follow them. We mail you a link to choose a name and a password."
      autoComplete="email"
      send={askSignUp}
      sentTitle="A mail is on its way, with what comes next."
      sentText="Its link works once, within a day. No mail? Look among the unwanted, or ask again."
    >
      <p className="soft small">You work here? Your admin invites you.</p>
    </AskForLink>
  );
}
