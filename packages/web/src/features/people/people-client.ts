// The people routes, for admins.
import type { InvitePerson, People } from '@cool/contract/identity';
import { type PersonAction, urls } from '@cool/contract/urls';
import { type Answer, request } from '#http/http-client.ts';

export function readPeople(): Promise<Answer<People>> {
  return request('GET', urls.people());
}

export function invitePerson(body: InvitePerson): Promise<Answer<undefined>> {
  return request('POST', urls.invitePerson(), { body });
}

export function withdrawInvitation(email: string): Promise<Answer<undefined>> {
  return request('POST', urls.withdrawInvitation(), { body: { email } });
}

export function actOn(userId: string, action: PersonAction, body?: object): Promise<Answer<unknown>> {
  return request('POST', urls.personAction(userId, action), body === undefined ? {} : { body });
}
