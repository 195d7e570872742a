// The port to the outside: whoever delivers mail. `id` is stable over retries, so a mailer that knows it sends once.

export type MailKind =
  | 'delivery-announced'
  | 'delivery-failed'
  | 'invitation'
  | 'password-reset'
  | 'email-change'
  | 're-enrolment'
  | 'sign-up'
  | 'notice';

export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: string;
  readonly kind: MailKind;
  /** What the mail is about, when it is about an order. */
  readonly orderId?: string;
}

export interface Mailer {
  /** Resolves only when the mail is in safe hands. */
  send(mail: Mail): Promise<void>;
}
