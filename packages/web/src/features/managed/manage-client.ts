// What the holder of a manage link asks of the API. The token travels in the body: no log of addresses holds it.
import type { Instructions, TimeWindow } from '@cool/contract/orders';
import type { ManageView } from '@cool/contract/tracking';
import { urls } from '@cool/contract/urls';
import { type Answer, request, requestUntilAnswered } from '#http/http-client.ts';

export function readManaged(token: string): Promise<Answer<ManageView>> {
  return request('POST', urls.managed(), { body: { token } });
}

interface Asked {
  readonly token: string;
  readonly eventId: string;
  readonly version: number;
}

export function askForWindow({ version, ...asked }: Asked, window: TimeWindow): Promise<Answer<ManageView>> {
  return requestUntilAnswered('POST', urls.manage('reschedule'), { body: { ...asked, window }, version });
}

export function sendInstructions(
  { version, ...asked }: Asked,
  instructions: Instructions,
): Promise<Answer<ManageView>> {
  return requestUntilAnswered('POST', urls.manage('instruct'), { body: { ...asked, instructions }, version });
}
