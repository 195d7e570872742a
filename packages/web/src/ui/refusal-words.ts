// A refusal in the words of whoever filled in a form. The API speaks to programs, and names fields by their place in the
// body; a person looks for the label beside what they typed. Pure.
import type { FieldError } from '@cool/contract/problems';

export function refusalTitle({ code, title }: { readonly code: string; readonly title: string }): string {
  return code === 'body-invalid' ? 'Something here cannot be taken as it is.' : title;
}

export function fieldSentence({ field, given, allowed }: FieldError): string {
  const name = fieldName(field);
  // What must not be repeated is not said to have been given.
  return given === 'hidden'
    ? `${name}: choose ${allowed}.`
    : `${name}: ${given} was given; allowed is ${allowed}.`;
}

const labels: Readonly<Record<string, string>> = { email: 'E-mail' };

/** `/dropOff/routingKey` is `Drop off, routing key`; counting begins at one, as people do. */
export function fieldName(field: string): string {
  const parts = field
    .replace(/^query\./, '')
    .split('/')
    .filter((part) => part !== '');
  const words = parts.map((part) =>
    /^\d+$/.test(part)
      ? String(Number(part) + 1)
      : (labels[part] ?? part.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()),
  );
  const name = words.join(', ');
  return name === '' ? 'What was sent' : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
